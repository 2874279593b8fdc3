#!/bin/sh
# From an order to its paper with curl alone. Start the hub first: npm start
#   sh examples/tour.sh [http://127.0.0.1:5000]
set -eu
HUB="${1:-http://127.0.0.1:5000}"
id() { sed -n 's/^{"id":\([0-9]*\).*/\1/p'; }
job() { sed -n 's/.*"jobs":\[{"id":\([0-9]*\).*/\1/p'; }
newest_paper() { curl -fsS "$HUB/api/print/papers" | sed -n 's/^{"items":\[{"id":\([0-9]*\).*/\1/p'; }
say() { printf '\n\033[1m%s\033[0m\n' "$1"; }

BEFORE=$(newest_paper)
say '1. An order. The server computes its total.'
ORDER=$(curl -fsS "$HUB/api/print/orders" -H 'Content-Type: application/json' -d '{
  "items": [{"name": "珍珠奶茶", "quantity": 2, "unit_price": 12.5, "size": "large", "sugar_level": "half_sugar"}],
  "notes": "打包"}')
printf "%s\n" "$ORDER"
ORDER_ID=$(printf "%s" "$ORDER" | id)

say '2. Confirm it. A repeat with the same key is answered alike and prints nothing more.'
CONFIRMED=$(curl -fsS -X POST "$HUB/api/print/orders/$ORDER_ID/confirm" -H "Idempotency-Key: tour-$ORDER_ID-$$")
printf "%s\n" "$CONFIRMED"
curl -fsS -o /dev/null -D - -X POST "$HUB/api/print/orders/$ORDER_ID/confirm" -H "Idempotency-Key: tour-$ORDER_ID-$$" |
  grep -i '^idempotency-replayed' || true
JOB_ID=$(printf "%s" "$CONFIRMED" | job)

say '3. The job, until it has ended, with its evidence and its history.'
for _ in 1 2 3 4 5 6 7 8 9 10; do
  JOB=$(curl -fsS "$HUB/api/print/jobs/$JOB_ID")
  case "$JOB" in *'"status":"waiting"'*'"content"'* | *'"status":"printing"'*'"content"'*) sleep 1 ;; *) break ;; esac
done
printf "%s\n" "$JOB"

say '4. Its paper on the virtual printer.'
PAPER_ID=$(newest_paper)
if [ "$PAPER_ID" = "$BEFORE" ]; then
  echo 'None there: the order is for another printer.'
else
  curl -fsS "$HUB/api/print/papers/$PAPER_ID.txt"
fi

say 'Also: its picture at /api/print/papers/<id>.svg, everything at /api/docs.'
