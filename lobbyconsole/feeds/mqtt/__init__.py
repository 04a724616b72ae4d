"""A hall's MQTT 5 broker as a queue source. Asking the broker for anything but messages may not live here.

Import this where such a source is really started: it needs paho-mqtt, which is an extra.
"""

from lobbyconsole.feeds.mqtt.feed import Mqtt

__all__ = ["Mqtt"]
