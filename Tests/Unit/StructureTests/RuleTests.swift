import Drivers
import Samples
import Testing

/// The udev rules and the unit give the service what the drivers need.
struct RuleTests {
    /// Vendor and product of every line that gives instruments to the service; without scales, which drivers know by their usage page.
    private static func products() throws -> [(vendor: UInt16, product: UInt16)] {
        try SourceTree.text("udev/60-holdfast.rules").split(separator: "\n").compactMap { line in
            guard
                let match = line.firstMatch(
                    of: /^ATTRS\{idVendor\}=="([0-9a-f]{4})", ATTRS\{idProduct\}=="([0-9a-f]{4})", GOTO="holdfast_own"$/),
                let vendor = UInt16(match.1, radix: 16), let product = UInt16(match.2, radix: 16)
            else { return nil }
            return (vendor, product)
        }
    }

    /// Something that a driver might lay claim to: every subsystem, generation and class.
    private static func identities(_ vendor: UInt16, _ product: UInt16) -> [DeviceIdentity] {
        ["usb", "hidraw"].flatMap { subsystem in
            [0x0100, 0x0200].map { version in
                DeviceIdentity(
                    systemPath: "", node: "", subsystem: subsystem, vendorID: vendor, productID: product, deviceVersion: version)
            }
        }
    }

    @Test func everyProductOfTheRulesHasADriver() throws {
        let products = try Self.products()
        #expect(products.count >= 4)
        for (vendor, product) in products {
            #expect(
                Self.identities(vendor, product).contains { DriverTable.claiming($0) != nil },
                "\(String(vendor, radix: 16)):\(String(product, radix: 16))")
        }
    }

    @Test func everyProductThatADriverClaimsIsInTheRules() throws {
        let ruled = try Self.products()
        var claimed: Set<String> = []
        for vendor in Set(ruled.map(\.vendor)).sorted() {
            for product in UInt16.min...UInt16.max {
                for identity in Self.identities(vendor, product) {
                    guard let driver = DriverTable.claiming(identity) else { continue }
                    claimed.insert(driver.name)
                    #expect(
                        ruled.contains { $0.vendor == vendor && $0.product == product },
                        "\(driver.name): \(String(vendor, radix: 16)):\(String(product, radix: 16))")
                }
            }
        }
        // A family whose vendor is in no line would not be seen above.
        let needed = DriverTable.all.filter { $0.transport.subsystem != "tty" && $0.name != HIDScale.driver.name }
        #expect(claimed == Set(needed.map(\.name)))
    }

    @Test func theServiceMayOpenEveryKindOfNode() throws {
        let unit = try SourceTree.text("systemd/holdfast.service")
        let rules = ["tty": "char-188", "hidraw": "char-hidraw", "usb": "char-189"]
        for driver in DriverTable.all {
            let rule = try #require(rules[driver.transport.subsystem])
            #expect(unit.contains("DeviceAllow=\(rule) rw"), "\(driver.name)")
        }
    }

    @Test func everyFileThatIsInstalledIsInAPackage() throws {
        // With the folders of scripts/install below the prefix /usr, and those of Debian 12 that scripts/debian/rules moves them to.
        let folders = [
            "$bin": "usr/bin", "$units": "lib/systemd/system", "$sysusers": "usr/lib/sysusers.d",
            "$tmpfiles": "usr/lib/tmpfiles.d", "$rules": "lib/udev/rules.d",
            "/etc": "etc", "$headers": "usr/include",
        ]
        let installed = try SourceTree.text("scripts/install").matches(of: /put \d+ \S+ "?((?:\$\w+|\/etc)\/[^\s"]+)/).map {
            match in
            let path = String(match.1)
            let folder = try #require(folders.first { path.hasPrefix($0.key + "/") }, "\(path)")
            return folder.value + path.dropFirst(folder.key.count)
        }
        // Debug symbols have a package of their own.
        let packed = try ["holdfast", "holdfastd"].flatMap {
            try SourceTree.text("scripts/debian/\($0).install").split(separator: "\n").map(String.init)
        }
        let left = installed.filter { path in
            !path.contains("/.debug/") && !packed.contains { path == $0 || path.hasPrefix($0 + "/") }
        }
        #expect(installed.count >= 7 && left.isEmpty, "\(left)")
    }
}
