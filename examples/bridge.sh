#!/bin/sh
# A print station from curl: who is there, a print, and what became of it. Start the hub first: npm start
# Open http://127.0.0.1:5000/station?id=desk in a browser, then:
#   sh examples/bridge.sh [http://127.0.0.1:5000] [desk]
set -eu
HUB="${1:-http://127.0.0.1:5000}"
STATION="${2:-desk}"
say() { printf '\n\033[1m%s\033[0m\n' "$1"; }

say '1. The stations, as the old server told them.'
curl -fsS "$HUB/bridge/getStatus"

say '2. A label. It waits for its station at most ten minutes; a repeat with the same key prints nothing more.'
JOB=$(curl -fsS "$HUB/api/bridge/jobs" -H 'Content-Type: application/json' -H "Idempotency-Key: label-$$" -d '{
  "clientId": "'"$STATION"'", "template": "qr", "queue": true, "expiresIn": 600,
  "printData": {"qr": "BED-12/BUNDLE-037", "品名": "法式衬衫", "床号": 12, "扎号": "037", "尺码": "L"}}')
printf '%s\n' "$JOB"
ID=$(printf '%s' "$JOB" | sed -n 's/^{"id":\([0-9]*\).*/\1/p')

say '3. What became of it.'
sleep 2
curl -fsS "$HUB/api/bridge/jobs/$ID"
echo
