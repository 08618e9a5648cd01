#!/bin/sh
# start it at login; ~/.config/mosquitto_pub names the broker
sensor='{
  "name": "Claude LIMIT",
  "unique_id": "brim_LIMIT",
  "state_topic": "brim/usage",
  "value_template": "{{ value_json.LIMIT | int(-1) }}",
  "availability_topic": "brim/usage",
  "availability_template": "{{ value_json.LIMIT | int(-1) >= 0 }}",
  "payload_available": "True",
  "payload_not_available": "False",
  "json_attributes_topic": "brim/usage",
  "unit_of_measurement": "%",
  "state_class": "measurement",
  "device": {"identifiers": ["brim"], "name": "Claude"}
}'
for limit in session week; do
    echo "$sensor" | sed "s/LIMIT/$limit/" |
        mosquitto_pub -r -s -t "homeassistant/sensor/brim_$limit/config"
done
line='{"session": "{session.percent}", "week": "{week.percent}"'
line="$line"', "state": "{state}", "age": "{age}"}'
off='{"session": "", "week": "", "state": "none", "age": ""}'
brim status --format plain --follow --template "$line" |
    mosquitto_pub -r -l -t brim/usage \
        --will-topic brim/usage --will-payload "$off" --will-retain
mosquitto_pub -r -t brim/usage -m "$off"
