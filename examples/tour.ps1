# From an order to its paper with PowerShell alone. Start the hub first: npm start
#   powershell -File examples\tour.ps1 [http://127.0.0.1:5000]
param([string]$Hub = 'http://127.0.0.1:5000')
$ErrorActionPreference = 'Stop'

function Send-Json([string]$Path, $Body, [hashtable]$Headers = @{}) {
  # Windows PowerShell sends strings in the system's code page: bytes are safe.
  $bytes = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $Body -Depth 5))
  Invoke-RestMethod "$Hub$Path" -Method Post -Headers $Headers -ContentType 'application/json; charset=utf-8' -Body $bytes
}

function Get-NewestPaper { (Invoke-RestMethod "$Hub/api/print/papers").items | Select-Object -First 1 }
$before = (Get-NewestPaper).id

'1. An order. The server computes its total.'
$order = Send-Json '/api/print/orders' @{
  items = @(@{ name = '珍珠奶茶'; quantity = 2; unit_price = 12.5; size = 'large'; sugar_level = 'half_sugar' })
  notes = '打包'
}
$order | ConvertTo-Json -Depth 5

'2. Confirm it. A repeat with the same key is answered alike and prints nothing more.'
$key = @{ 'Idempotency-Key' = "tour-$($order.id)-$PID" }
$confirmed = Send-Json "/api/print/orders/$($order.id)/confirm" @{} $key
$null = Send-Json "/api/print/orders/$($order.id)/confirm" @{} $key
$jobId = $confirmed.jobs[0].id

'3. The job, until it has ended, with its evidence and its history.'
foreach ($try in 1..10) {
  $job = Invoke-RestMethod "$Hub/api/print/jobs/$jobId"
  if ($job.status -notin 'waiting', 'printing') { break }
  Start-Sleep 1
}
$job | ConvertTo-Json -Depth 5

'4. Its paper on the virtual printer.'
$paper = Get-NewestPaper
if ($paper.id -eq $before) { 'None there: the order is for another printer.' } else { $paper.text }
