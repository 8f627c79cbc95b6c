"""Models of instruments, from their makers' descriptions of the wire. What they measure is a ramp: a value says which sample it is.

Each has `value(sample, channel)`, what it sends, and `cycle`, the number of samples after which it is the same again.
"""
from .futek import Futek
from .labjack import LabJack, LabJackU3
from .loadstar import Loadstar
from .phidget import PhidgetBridge, PhidgetMessages
from .scale import OunceScale, Scale
from .tecgihan import ForcePlates
from .vernier import GoDirect, GoDirectReports

# The cables of the machine, by name.
MODELS = {
    "phidget": PhidgetBridge, "messages": PhidgetMessages, "labjack": LabJack, "u3": LabJackU3, "vernier": GoDirect,
    "reports": GoDirectReports, "scale": Scale, "ounces": OunceScale, "futek": Futek, "loadstar": Loadstar, "plates": ForcePlates,
}
