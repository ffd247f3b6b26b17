"""Counts visits in the Redis that the variable redis_ip names."""
import os
import signal
import sys

import flask
import redis

app = flask.Flask(__name__)
greeting = " ".join([*sys.argv[1:], "visits"])
store = redis.Redis(host=os.environ.get("redis_ip", "redis"), port=6379, socket_timeout=3, socket_connect_timeout=3)


@app.get("/")
def visits():
    try:
        return f"{greeting}: {store.incr('visits')}\n"
    except redis.RedisError as error:
        return f"redis: {error}\n", 503


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
app.run(host="0.0.0.0", port=5000)
