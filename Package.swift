// swift-tools-version: 6.2
import PackageDescription

/// One engine module: its folder is the name without the prefix, so that the
/// folders read as the data path and the modules never collide in a user's package.
func module(_ folder: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: "Lede\(folder)", dependencies: dependencies, path: "Sources/\(folder)")
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies + ["LedeTestSupport"], path: "Tests/\(name)Tests")
}

let package = Package(
    name: "lede",
    products: [
        .library(name: "LedeKit", targets: ["LedeKit"]),
        .executable(name: "lede", targets: ["lede"]),
        .executable(name: "lede-daemon", targets: ["lede-daemon"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // Of the daemon only; `swift build --product lede` compiles none of these.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C at the rim: kernels of intrinsics, and doors to Debian's libraries.
        .target(name: "CLedeKernels", path: "Sources/CKernels"),
        .target(name: "CLedeJSON", path: "Sources/CJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .systemLibrary(name: "CLedeZlib", path: "Sources/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLedeDeflate", path: "Sources/CDeflate", providers: [.apt(["libdeflate-dev"])]),

        .systemLibrary(name: "CLedeXML2", path: "Sources/CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CLedeMalloc", path: "Sources/CMalloc"),
        .target(name: "CLedeMarkup", dependencies: ["CLedeXML2"], path: "Sources/CMarkup"),

        // The data path, in order.
        module("Articles", ["CLedeJSON", "CLedeMarkup", "CLedeZlib"]),
        module("Analysis", ["LedeArticles", "CLedeKernels"]),
        module("Packing", ["CLedeKernels", "CLedeDeflate"]),
        module("Storage", ["LedePacking", "CLedeMalloc"]),
        module("Postings", ["LedePacking", "CLedeKernels"]),
        module("Segments", ["LedePostings", "LedePacking", "LedeStorage", "LedeArticles"]),
        module("Indexing", ["LedeAnalysis", "LedeSegments", "LedePostings", "LedePacking", "LedeStorage", "LedeArticles"]),
        module("Queries", ["LedeAnalysis", "LedeArticles"]),
        module("Ranking", ["LedeQueries", "LedeSegments", "LedePostings", "LedePacking", "LedeStorage", "LedeAnalysis", "LedeArticles"]),
        module(
            "Nightly", ["LedeIndexing", "LedeRanking", "LedeQueries", "LedeSegments", "LedePacking", "LedeStorage", "LedeArticles"]),
        .target(
            name: "LedeKit",
            dependencies: [
                "LedeNightly", "LedeIndexing", "LedeRanking", "LedeQueries", "LedeSegments", "LedePostings", "LedePacking", "LedeStorage", "LedeAnalysis",
                "LedeArticles",
            ],
            path: "Sources/LedeKit"),
        .executableTarget(
            name: "lede",
            dependencies: [
                "LedeKit", "LedeNightly", "LedeIndexing", "LedeRanking", "LedeQueries", "LedeSegments", "LedeStorage", "LedeAnalysis", "LedeArticles",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/lede"),

        // The daemon, the only part with an HTTP stack.
        .target(
            name: "LedeServing",
            dependencies: [
                "LedeKit", "LedeIndexing", "LedeRanking",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Serving",
            resources: [.embedInCode("Resources/openapi.json"), .embedInCode("Resources/page.html")]),
        .executableTarget(
            name: "lede-daemon",
            dependencies: [
                "LedeServing", "LedeKit",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/lede-daemon"),

        .target(
            name: "LedeTestSupport",
            dependencies: [
                "LedeIndexing", "LedeRanking", "LedeQueries", "LedeSegments", "LedePostings", "LedeStorage", "LedeAnalysis",
                "LedeArticles",
            ],
            path: "Tests/TestSupport"),
        tests("Articles", ["LedeArticles"]),
        tests("Analysis", ["LedeAnalysis", "LedeArticles"]),
        tests("Packing", ["LedePacking"]),
        tests("Storage", ["LedeStorage"]),
        tests("Postings", ["LedePostings", "LedePacking"]),
        tests("Segments", ["LedeSegments", "LedePostings", "LedePacking", "LedeStorage", "LedeArticles"]),
        tests("Indexing", ["LedeIndexing", "LedeSegments", "LedeStorage", "LedeAnalysis", "LedeArticles"]),
        tests("Queries", ["LedeQueries", "LedeAnalysis"]),
        tests("Ranking", ["LedeRanking", "LedeQueries", "LedeSegments", "LedeIndexing", "LedeStorage", "LedeArticles"]),
        tests(
            "Oracle",
            [
                "LedeRanking", "LedeQueries", "LedeSegments", "LedePostings", "LedePacking", "LedeIndexing", "LedeStorage",
                "LedeAnalysis", "LedeArticles",
            ]),
        tests(
            "Corruption",
            ["LedeRanking", "LedeQueries", "LedeIndexing", "LedeSegments", "LedePostings", "LedePacking", "LedeStorage", "LedeArticles"]),
        tests(
            "Nightly",
            ["LedeNightly", "LedeIndexing", "LedeRanking", "LedeQueries", "LedeSegments", "LedePacking", "LedeStorage", "LedeArticles"]),
        tests("LedeKit", ["LedeKit", "LedeRanking"]),
        tests("CommandLine", ["lede"]),
        // Starts the daemon as a program, and so is built without an HTTP stack of its own.
        tests("Serving", ["LedeKit"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// The same settings for every Swift target.
for target in package.targets where target.type != .system && !target.name.hasPrefix("CLede") {
    target.swiftSettings = [
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
        .enableUpcomingFeature("ExistentialAny"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
        .enableUpcomingFeature("InternalImportsByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
        .enableUpcomingFeature("MemberImportVisibility"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0446-non-escapable.md
        .enableExperimentalFeature("Lifetimes"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0458-strict-memory-safety.md
        .strictMemorySafety(),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0480-swiftpm-warning-control.md
        .treatAllWarnings(as: .error),
    ]
}
