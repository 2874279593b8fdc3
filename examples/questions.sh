#!/bin/sh
# Five questions, and which of them are one, with curl alone. Start the hub first: npm start
#   sh examples/questions.sh [http://127.0.0.1:5000]
set -eu
HUB="${1:-http://127.0.0.1:5000}"
CHANNEL="example-$$"
say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
id() { sed -n 's/.*"data":{"id":\([0-9]*\).*/\1/p'; }
ended() {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    SEEN=$(curl -fsS "$HUB$1")
    case "$SEEN" in *'"waiting"'* | *'"running"'*) sleep 1 ;; *) break ;; esac
  done
  printf '%s\n' "$SEEN"
}

say '1. A file of questions, in a channel of their own. It is read in the background.'
IMPORT=$(curl -fsS "$HUB/api/questions/import?channel_code=$CHANNEL" -H 'Content-Type: text/csv' --data-binary @- <<'CSV'
题目,A,B,C,D,答案
一个长方形的长是 6 厘米，宽是 4 厘米，它的面积是多少平方厘米？,12,24,36,48,B
"1. 一个长方形的长是6厘米,宽是4厘米,它的面积是多少平方厘米?",48,36,24,12,C
一个长方形的长是 8 厘米，宽是 6 厘米，它的面积是多少平方厘米？,12,24,36,48,D
下列属于可再生能源的是（　）,煤,石油,风能,天然气,C
下列不属于可再生能源的是（　）,煤,水能,风能,太阳能,A
CSV
)
ended "/api/questions/imports/$(printf '%s' "$IMPORT" | id)"

say '2. A task that compares that channel.'
TASK=$(curl -fsS "$HUB/api/dedup/tasks" -H 'Content-Type: application/json' -d '{"task_name": "示例",
  "analysis_type": "custom", "config": {"similarity_threshold": 0.6, "filters": {"channel_code": "'"$CHANNEL"'"}}}' | id)
curl -fsS -o /dev/null -X POST "$HUB/api/dedup/tasks/$TASK/start"
ended "/api/dedup/tasks/$TASK"

say '3. The two that are one, whatever their spaces, numbering and order of options.'
curl -fsS "$HUB/api/dedup/tasks/$TASK/exact-groups"

say '4. Those that only look alike, with the reasons.'
curl -fsS "$HUB/api/dedup/tasks/$TASK/similar-pairs?verdict=variant&min_similarity=0.6&format=pairs"

say "Also: $HUB/tasks/$TASK shows them side by side."
