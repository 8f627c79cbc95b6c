/// What udev knows about a device before it is opened: enough to claim the device, and to find it again after it was unplugged.
public struct DeviceIdentity: Sendable, Hashable {
    /// The kernel's path in /sys; unique while it is plugged in.
    public var systemPath: String
    /// The node to open: `/dev/ttyUSB0`.
    public var node: String
    /// `tty`, `hidraw`, `usb`, `input`.
    public var subsystem: String
    public var vendorID: UInt16?
    public var productID: UInt16?
    /// The USB serial number. Two boards may have the same one, and many have none.
    public var serial: String?
    public var product: String?
    public var manufacturer: String?
    /// The port that the device is plugged into: udev's `ID_PATH` (`pci-0000:00:14.0-usb-0:1.2:1.0`). Unchanged after a re-plug
    /// into the same port.
    public var portPath: String?
    /// `bcdDevice`: the maker's version number of the device.
    public var deviceVersion: UInt16?
    /// The kernel's driver: `ftdi_sio`, `cdc_acm`.
    public var kernelDriver: String?
    /// `bInterfaceClass` of the interface that the node belongs to; for a whole USB device, that of its first interface.
    public var interfaceClass: UInt8?
    /// The usage page of a hidraw node's first top-level collection: the kind of device that it claims to be.
    public var usagePage: UInt16?

    public init(
        systemPath: String, node: String, subsystem: String, vendorID: UInt16? = nil, productID: UInt16? = nil,
        serial: String? = nil, product: String? = nil, manufacturer: String? = nil, portPath: String? = nil,
        deviceVersion: UInt16? = nil, kernelDriver: String? = nil, interfaceClass: UInt8? = nil,
        usagePage: UInt16? = nil
    ) {
        self.systemPath = systemPath
        self.node = node
        self.subsystem = subsystem
        self.vendorID = vendorID
        self.productID = productID
        self.serial = serial
        self.product = product
        self.manufacturer = manufacturer
        self.portPath = portPath
        self.deviceVersion = deviceVersion
        self.kernelDriver = kernelDriver
        self.interfaceClass = interfaceClass
        self.usagePage = usagePage
    }
}
