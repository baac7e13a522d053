#!/bin/sh
# Installs from Debian's packages what tests and benchmarks use besides Node: a browser, brokers, Redis, a
# proxy, MQTT tools and openssl. What is there already is left alone.
set -eu
missing=""
command -v chromium >/dev/null || missing="$missing chromium fonts-dejavu-core"
command -v rabbitmq-server >/dev/null || [ -x /usr/sbin/rabbitmq-server ] || missing="$missing rabbitmq-server"
command -v redis-server >/dev/null || missing="$missing redis-server"
command -v mosquitto_pub >/dev/null || missing="$missing mosquitto-clients"
command -v mosquitto >/dev/null || [ -x /usr/sbin/mosquitto ] || missing="$missing mosquitto"
/usr/bin/python3 -c "import paho.mqtt" 2>/dev/null || missing="$missing python3-paho-mqtt"
command -v haproxy >/dev/null || [ -x /usr/sbin/haproxy ] || missing="$missing haproxy"
command -v openssl >/dev/null || missing="$missing openssl"
if [ -z "$missing" ]; then
  echo "everything is there"
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "please install:$missing (there is no apt-get to do it with)" >&2
  exit 1
fi
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
# Keeps packages from starting services: the tests start their own.
if [ -d /usr/sbin ] && [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\nexit 101\n' | $as_root tee /usr/sbin/policy-rc.d >/dev/null
  $as_root chmod +x /usr/sbin/policy-rc.d
  trap '$as_root rm -f /usr/sbin/policy-rc.d' EXIT
fi
$as_root apt-get update -qq
# shellcheck disable=SC2086 -- a list of words is meant
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing
