export const SHELLS = ['bash', 'PowerShell'] as const;
export type Shell = (typeof SHELLS)[number];

const ORDER = '{"items":[{"name":"珍珠奶茶","quantity":1,"unit_price":25,"size":"大杯"}]}';

/** A first receipt from a terminal: order, confirm, look. */
export function linesFor(shell: Shell, hub: string, token: boolean): string {
  return shell === 'bash' ? bash(hub, token) : powerShell(hub, token);
}

function bash(hub: string, token: boolean): string {
  const auth = token ? ' -H "Authorization: Bearer $TOKEN"' : '';
  return [
    `ID=$(curl -s${auth} ${hub}/api/print/orders -H "Content-Type: application/json" \\`,
    `  -d '${ORDER}' | sed -E 's/.*"id":([0-9]+).*/\\1/')`,
    `curl -s${auth} -X POST ${hub}/api/print/orders/$ID/confirm -H "Idempotency-Key: first-$ID"`,
    `curl -s${auth} ${hub}/api/print/papers`,
  ].join('\n');
}

function powerShell(hub: string, token: boolean): string {
  return [
    token ? '$H = @{ Authorization = "Bearer $TOKEN" }' : '$H = @{}',
    `$body = [Text.Encoding]::UTF8.GetBytes('${ORDER}')`,
    `$o = Invoke-RestMethod ${hub}/api/print/orders -Method Post -Headers $H -ContentType "application/json" -Body $body`,
    `Invoke-RestMethod "${hub}/api/print/orders/$($o.id)/confirm" -Method Post -Headers $H`,
    `(Invoke-RestMethod ${hub}/api/print/papers -Headers $H).items[0].text`,
  ].join('\n');
}
