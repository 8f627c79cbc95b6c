// swift-tools-version: 6.2
// The house, floor by floor. A target imports only from floors below it; rooms on one floor do not import each other.
// Tests/Unit/StructureTests enforces both, reading this file.
import PackageDescription

/// Every Swift target: no untyped existentials by accident, imports that say who they are for, and no warnings.
let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
/// The pure floors: on top of that, each unsafe use is marked and explained.
let pure: [SwiftSetting] = common + [.strictMemorySafety()]

/// C and C++: a buffer that is run over ends the program. Copies are checked in what is optimised only, as glibc wants it.
let hardenedC: [CSetting] = [
    .unsafeFlags(["-fstack-protector-strong"]), .define("_FORTIFY_SOURCE", to: "2", .when(configuration: .release)),
]
let hardenedCXX: [CXXSetting] = [
    .unsafeFlags(["-fstack-protector-strong"]), .define("_FORTIFY_SOURCE", to: "2", .when(configuration: .release)),
]
/// Programs: every address of another library is looked up at the start, and the table of them is read-only from then on.
let hardenedProgram: [LinkerSetting] = [
    .unsafeFlags(["relro", "now", "noexecstack"].flatMap { ["-Xlinker", "-z", "-Xlinker", $0] })
]

func room(_ name: String, _ dependencies: [Target.Dependency], _ settings: [SwiftSetting] = common) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/Unit/\(name)", swiftSettings: common)
}
func support(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Tests/Support/\(name)", swiftSettings: common)
}

let floor0Doors: [Target] = [
    .target(name: "CLinux", cSettings: hardenedC),
    .target(name: "CMath", cSettings: hardenedC),
    .target(name: "CNumerics", cxxSettings: hardenedCXX),
    .target(name: "CToml", cxxSettings: hardenedCXX),
    .systemLibrary(name: "CJansson", pkgConfig: "jansson", providers: [.apt(["libjansson-dev"])]),
    .systemLibrary(name: "CLibUSB", pkgConfig: "libusb-1.0", providers: [.apt(["libusb-1.0-0-dev"])]),
    .systemLibrary(name: "CLibUdev", pkgConfig: "libudev", providers: [.apt(["libudev-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
]
let floor1Words: [Target] = [
    // libm: rounding is a call on processors without SSE 4.1.
    .target(name: "Samples", swiftSettings: pure, linkerSettings: [.linkedLibrary("m")]),
    room("RingBuffer", []),
    // The texts of the interfaces are served byte for byte: they are compiled in from the files that are shipped.
    .target(
        name: "Interface", dependencies: ["CJansson"],
        resources: [
            .embedInCode("org.varlink.service.varlink"), .embedInCode("org.holdfast.station1.varlink"),
            .embedInCode("org.holdfast.control1.varlink"), .embedInCode("org.holdfast.calibration1.varlink"),
            .embedInCode("org.holdfast.session1.varlink"),
        ], swiftSettings: common),
]
let floor2Mathematics: [Target] = [
    room("Timing", ["Samples", "CMath"], pure),
    room("Filtering", ["Samples", "CMath", "CNumerics"], pure),
]
let floor3Thinking: [Target] = [
    room("Metrics", ["Samples", "Filtering", "CMath", "CNumerics"], pure),
    room("Calibration", ["Samples", "CMath", "CNumerics"], pure),
    room("Drivers", ["Samples", "Timing", "CMath"], pure + [.enableExperimentalFeature("Lifetimes")]),
    room("Messages", ["Samples", "Interface"], pure),
    room("Settings", ["Samples", "CToml"]),
    room("Formats", ["Samples"], pure),
    room("Protocols", ["Samples"], pure),
    room("Help", [], pure),
]
let floor4Doors: [Target] = [
    room("LinuxIO", ["Samples", "Drivers", "CLinux", "CLibUSB", "CLibUdev"]),
    room("Store", ["Samples", "Metrics", "CSQLite", "CZlib"]),
    // No door: it joins rooms of the floor below.
    room("Certificates", ["Samples", "Metrics", "Calibration", "Interface", "Messages", "Settings"]),
]
let floor5Rooms: [Target] = [
    room("Acquisition", ["Samples", "RingBuffer", "Timing", "Drivers", "Settings", "LinuxIO"]),
    room("Processing", ["Samples", "RingBuffer", "Filtering", "Metrics", "Calibration", "LinuxIO", "Certificates"]),
    room(
        "Analysis",
        ["Samples", "RingBuffer", "Filtering", "Metrics", "Calibration", "Interface", "Store", "LinuxIO", "Certificates"]),
    room(
        "Recording",
        ["Samples", "RingBuffer", "Metrics", "Calibration", "Interface", "LinuxIO", "Certificates", "CZlib", "CZstd"]),
    room(
        "Publishing",
        [
            "Samples", "RingBuffer", "Metrics", "Calibration", "Interface", "Messages", "Protocols", "LinuxIO", "Store",
            "Certificates",
        ]),
    room("Rehearsal", ["Samples", "CMath", "Formats", "LinuxIO"]),
]
let floor6Hosts: [Target] = [
    room(
        "Daemon",
        [
            "Samples", "RingBuffer", "Timing", "Drivers", "Calibration", "Metrics", "Settings", "Interface", "Messages",
            "Protocols", "Help", "LinuxIO", "Store",
            "Certificates", "Acquisition", "Processing", "Analysis", "Recording", "Publishing",
        ]),
    room(
        "Console",
        [
            "Samples", "RingBuffer", "Filtering", "Drivers", "Metrics", "Calibration", "Settings", "Interface", "Messages",
            "Formats", "Help", "LinuxIO", "Store", "CMath",
            "Certificates", "Acquisition", "Processing", "Analysis", "Recording", "Rehearsal",
        ]),
]
let floor7Programs: [Target] = [
    .executableTarget(name: "holdfastd", dependencies: ["Daemon"], swiftSettings: common, linkerSettings: hardenedProgram),
    .executableTarget(name: "holdfast", dependencies: ["Console"], swiftSettings: common, linkerSettings: hardenedProgram),
]
let testTargets: [Target] = [
    support("RealTimeProbe"),
    support("ReferenceData"),
    support("Scratch"),
    support("Seeding"),
    support("Replaying", ["Drivers", "Samples", "Seeding"]),
    // Its functions stand in front of those of libusb in the tests' own program.
    support("FakeUSB", ["CLibUSB"]),
    // Stands in front of `ioctl` in the tests' own program.
    support("FakeNode"),
    // A layer below SQLite, for the tests' own folders.
    support("FakeDisk", ["CSQLite"]),
    tests("RingBufferTests", ["RingBuffer"]),
    tests("TimingTests", ["Timing", "Seeding"]),
    tests("FilteringTests", ["Filtering", "Seeding"]),
    tests("MetricsTests", ["Metrics", "Filtering", "RealTimeProbe", "ReferenceData", "Seeding"]),
    tests("CalibrationTests", ["Calibration", "LinuxIO", "ReferenceData", "Seeding"]),
    tests("DriversTests", ["Drivers", "Samples", "RealTimeProbe", "Replaying", "Seeding"]),
    tests("InterfaceTests", ["Interface", "Seeding"]),
    support("MessageGenerator", ["Interface"]),
    .executableTarget(
        name: "generate-messages", dependencies: ["MessageGenerator"], path: "Tests/Support/GenerateMessages",
        swiftSettings: common),
    tests("MessagesTests", ["Messages", "MessageGenerator", "Interface"]),
    tests("SamplesTests", ["Samples"]),
    tests("SettingsTests", ["Settings", "Samples", "Seeding"]),
    tests("FormatsTests", ["Formats", "ReferenceData", "Seeding"]),
    tests("LinuxIOTests", ["LinuxIO", "CLinux", "Drivers", "FakeNode", "FakeUSB", "Samples", "Scratch"]),
    tests("ProtocolsTests", ["Protocols", "Samples"]),
    tests("StoreTests", ["Store", "FakeDisk", "Metrics", "Samples", "Scratch", "Seeding"]),
    tests(
        "AcquisitionTests",
        [
            "Acquisition", "Processing", "Calibration", "Metrics", "Rehearsal", "Drivers", "FakeUSB", "Timing", "RingBuffer",
            "LinuxIO", "Samples", "RealTimeProbe", "Scratch",
        ]),
    tests(
        "ProcessingTests",
        ["Processing", "RingBuffer", "Metrics", "Calibration", "LinuxIO", "Samples", "RealTimeProbe", "Seeding"]),
    tests(
        "AnalysisTests",
        [
            "Analysis", "Processing", "Recording", "Console", "Daemon", "Store", "Formats", "Calibration", "Certificates",
            "Metrics", "Rehearsal", "RingBuffer", "LinuxIO",
            "Samples", "ReferenceData", "Scratch", "Seeding", "SimulatedSetUp",
        ]),
    // An athlete on a set-up whose truth is known.
    support(
        "SimulatedSetUp",
        ["Analysis", "Calibration", "Certificates", "Metrics", "Processing", "RingBuffer", "Samples", "Seeding", "Timing"]),
    tests("StoreLoopTests", ["Analysis", "FakeDisk", "LinuxIO", "Metrics", "Samples", "Scratch", "Store"]),
    tests("CertificatesTests", ["Certificates", "Calibration", "Interface", "Messages", "Samples", "Seeding"]),
    tests(
        "RecordingTests",
        [
            "Recording", "Calibration", "Certificates", "Interface", "Metrics", "RingBuffer", "LinuxIO", "Samples", "Scratch",
            "Seeding",
        ]),
    tests(
        "PublishingTests",
        [
            "Publishing", "Calibration", "Certificates", "CLinux", "Interface", "LinuxIO", "Messages", "Metrics", "Protocols",
            "RingBuffer", "Samples", "Scratch", "Store",
        ]),
    .executableTarget(
        name: "varlink-certification", dependencies: ["Publishing", "Interface", "LinuxIO", "Samples"],
        path: "Tests/System/Certification", resources: [.embedInCode("org.varlink.certification.varlink")], swiftSettings: common),
    // Rings of others, for the benchmark.
    .target(name: "ComparedRings", path: "Tests/Support/ComparedRings"),
    .executableTarget(
        name: "holdfast-benchmark",
        dependencies: [
            "Analysis", "Processing", "Calibration", "Certificates", "Metrics", "Interface", "LinuxIO", "RingBuffer", "Samples",
            "CMath", "ComparedRings",
        ],
        path: "Tests/Studies/Benchmarks", exclude: ["run", "compare.py"], swiftSettings: common),
    .executableTarget(
        name: "truth", dependencies: ["Analysis", "Console", "Rehearsal", "Metrics", "Samples"], path: "Tests/Studies/Truth",
        exclude: ["run"],
        swiftSettings: common),
    .executableTarget(
        name: "situations", dependencies: ["Calibration", "Metrics", "Processing", "Samples", "Seeding"],
        path: "Tests/Studies/Situations", exclude: ["run"],
        swiftSettings: common),
    .executableTarget(
        name: "band-and-body",
        dependencies: ["Analysis", "Metrics", "Samples", "Seeding", "SimulatedSetUp"],
        path: "Tests/Studies/BandAndBody", exclude: ["run"], swiftSettings: common),
    .executableTarget(
        name: "long-data",
        dependencies: [
            "Calibration", "Certificates", "Formats", "Interface", "LinuxIO", "Recording", "Rehearsal", "RingBuffer", "Samples",
            "Store",
        ],
        path: "Tests/System/LongData", exclude: ["run"], swiftSettings: common),
    tests("RehearsalTests", ["Rehearsal", "Formats", "LinuxIO", "ReferenceData", "Scratch"]),
    tests(
        "DaemonTests",
        [
            "holdfastd", "Daemon", "Acquisition", "Calibration", "Certificates", "Console", "Drivers", "FakeNode", "FakeUSB",
            "Filtering", "Help",
            "Processing",
            "Publishing",
            "Recording", "RingBuffer", "Rehearsal",
            "Formats",
            "LinuxIO", "Interface", "Messages", "Metrics", "Samples", "Scratch", "Settings", "Store", "Timing", "ReferenceData",
        ]),
    tests(
        "ConsoleTests",
        [
            "Console", "Acquisition", "Calibration", "Certificates", "Drivers", "Filtering", "Formats", "Help", "LinuxIO",
            "Interface",
            "Messages", "Metrics", "Recording", "ReferenceData", "Replaying", "RingBuffer", "Samples", "Scratch", "Seeding",
        ]),
    tests(
        "TechnicianTests",
        [
            "Console", "Certificates", "Calibration", "Metrics", "Processing", "Publishing", "Drivers", "Timing", "Rehearsal",
            "LinuxIO", "Samples", "Scratch", "Seeding",
        ]),
    tests("StructureTests", ["Samples", "Drivers", "Help", "Settings", "Interface", "Console"]),
]

/// ThreadSanitizer watches these alone, with what they need, so that it need not build everything: see Tests/System/ThreadSanitizer/run.
let watchedTests = ["StoreTests", "StoreLoopTests", "FakeDisk", "Scratch", "Seeding"]
let chosenTests =
    Context.environment["HOLDFAST_THREADS"] == nil ? testTargets : testTargets.filter { watchedTests.contains($0.name) }

/// Only where libFuzzer is linked: see Tests/Fuzz/run.
let fuzzTargets: [Target] =
    Context.environment["HOLDFAST_FUZZ"] == nil
    ? []
    : [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "CFuzzer", "Drivers", "Interface", "Settings", "Recording", "Certificates", "Formats", "Samples", "Console",
            ],
            path: "Tests/Fuzz/Target", swiftSettings: common),
    ]

let package = Package(
    name: "holdfast",
    products: [
        .executable(name: "holdfastd", targets: ["holdfastd"]),
        .executable(name: "holdfast", targets: ["holdfast"]),
    ],
    targets: floor0Doors + floor1Words + floor2Mathematics + floor3Thinking + floor4Doors + floor5Rooms + floor6Hosts
        + floor7Programs + chosenTests + fuzzTargets,
    cLanguageStandard: .c17,
    cxxLanguageStandard: .cxx17
)
