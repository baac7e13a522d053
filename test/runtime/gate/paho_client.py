"""Speaks to a gate with Paho, and tells what came of it as one line of JSON.

usage: paho_client.py PORT VERSION TRANSPORT [CA_FILE]; VERSION is 3, 4 or 5, TRANSPORT tcp or websockets.
"""

import json
import sys
import threading

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

WAIT_SECONDS = 20

port, version, transport = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
told = {"replies": {}, "granted": [], "correlation": None}
changed = threading.Condition()


def note(change):
    with changed:
        change()
        changed.notify_all()


def until(condition):
    with changed:
        if not changed.wait_for(condition, WAIT_SECONDS):
            raise SystemExit("nothing came: " + json.dumps(told))


def on_message(_client, _userdata, message):
    def change():
        told["replies"][message.topic] = json.loads(message.payload)
        if version == 5 and hasattr(message.properties, "CorrelationData"):
            told["correlation"] = message.properties.CorrelationData.decode()

    note(change)


def on_subscribe(_client, _userdata, _mid, granted, *_properties):
    note(lambda: told["granted"].extend(getattr(code, "value", code) for code in granted))


client = mqtt.Client(f"paho-{version}", protocol=version, transport=transport)
client.on_message = on_message
client.on_subscribe = on_subscribe
if len(sys.argv) > 4:
    client.tls_set(ca_certs=sys.argv[4])
client.connect("localhost", port, keepalive=30)
client.loop_start()
client.subscribe([("a/+", 2), ("b", 0)])
until(lambda: len(told["granted"]) == 2)
for qos in (0, 1, 2):
    client.publish(f"Test/HD_Echo/{qos}", json.dumps({"qos": qos}), qos).wait_for_publish(WAIT_SECONDS)
wanted = 3
if version == 5:
    properties = Properties(PacketTypes.PUBLISH)
    properties.ResponseTopic = "my/replies"
    properties.CorrelationData = b"c1"
    client.publish("Test/HD_Echo", '"there"', 1, properties=properties)
    wanted = 4
until(lambda: len(told["replies"]) == wanted)
client.disconnect()
client.loop_stop()
print(json.dumps(told))
