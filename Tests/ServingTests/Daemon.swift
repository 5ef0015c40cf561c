// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import Testing

/// A running `lede-daemon` with an archive of its own, made from the sample articles.
final class Daemon {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let corpus = root.appending(path: "corpus").path

    /// The program, if it was built: `swift build --product ledePackageTests` alone does not, so as to do without the HTTP
    /// stack; `swift build --build-tests` does.
    static let program: String? = {
        var folders = CommandLine.arguments.filter { $0.contains(".xctest") || $0.contains("PackageTests") }
            .map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
        folders.append(Bundle.main.bundleURL)
        folders.append(root.appending(path: ".build/testing/release"))
        folders.append(root.appending(path: ".build/debug"))
        return folders.map { $0.appending(path: "lede-daemon").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    let folder: String
    var archive: String { folder + "/sample.lede" }
    let process = Process()
    private(set) var port: UInt16 = 0
    private let logPath: String

    /// Starts the program and waits until it listens.
    ///
    /// - Parameter prefix: a program that is to start it, with arguments.
    init(_ arguments: [String] = [], listen: String = "127.0.0.1:0", prefix: [String] = []) throws {
        folder = NSTemporaryDirectory() + "serving-" + UUID().uuidString
        logPath = folder + "/log"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = try ArchiveIndexer(archive: folder + "/sample.lede").index([Self.corpus])
        let program = try #require(Self.program)
        let command = prefix + [program, "-a", folder + "/sample.lede", "--listen", listen] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        _ = FileManager.default.createFile(atPath: logPath, contents: nil)
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: logPath))
        try process.run()
        try waitUntilListening()
    }

    private func waitUntilListening() throws {
        for _ in 0..<400 {
            let addresses = events.filter { $0["event"] == "listening" }.compactMap { $0["address"] }
            if let address = addresses.first {
                port = address.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
                return
            }
            guard process.isRunning else { break }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw NotStarted(log: log)
    }

    struct NotStarted: Error {
        var log: String
    }

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

    /// The log; a line that is no JSON object of strings is missing.
    var events: [[String: String]] {
        log.split(separator: "\n").compactMap { try? JSONDecoder().decode([String: String].self, from: Data($0.utf8)) }
    }

    /// Waits for the process to end.
    func status(within seconds: Double = 15) -> Int32? {
        let end = Date.now + seconds
        while process.isRunning, Date.now < end { Thread.sleep(forTimeInterval: 0.02) }
        return process.isRunning ? nil : process.terminationStatus
    }

    /// Runs another program to its end.
    ///
    /// - Returns: what it printed.
    @discardableResult static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    /// The text of a file, also of one in `/proc`, which has no length before it is read.
    static func text(ofFile path: String) throws -> String {
        String(decoding: try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).readToEnd() ?? Data(), as: UTF8.self)
    }

    /// The files of the archive that the program has mapped, once for each time.
    func mappedFiles() throws -> [Substring] {
        let maps = try Self.text(ofFile: "/proc/\(process.processIdentifier)/maps")
        return maps.split(separator: "\n").filter { $0.contains(archive + "/") }
            .compactMap { $0.split(separator: "/").last?.split(separator: " ").first }
    }

    // MARK: Requests

    /// Sends a GET and reads the whole answer.
    func get(_ target: String, headers: String = "", host: String = "localhost") throws -> Reply {
        try send("GET \(target) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\(headers)\r\n")
    }

    /// Sends bytes on a connection of their own and reads until the daemon closes it.
    func send(_ text: String, within seconds: Int = 10) throws -> Reply {
        let socket = try Socket(port: port)
        socket.write(text)
        return Reply(socket.readAll(within: seconds))
    }

    /// The text of a good answer.
    func body(_ target: String) throws -> String {
        let reply = try get(target)
        #expect(reply.status == 200, "\(target): \(reply.body)")
        return reply.body
    }

    /// A figure of `/metrics`, without its decimals; nil if it is not there.
    func figure(_ name: String) throws -> Int? {
        let line = try body("/metrics").split(separator: "\n").first { $0.hasPrefix(name + " ") }
        return line.flatMap { Int($0.dropFirst(name.count + 1).prefix { $0.isNumber }) }
    }

    func object(_ target: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(try body(target).utf8)) as? [String: Any])
    }
}

/// An HTTP answer.
struct Reply {
    /// 0 if there was none.
    var status = 0
    var head = ""
    var body = ""

    init(_ text: String) {
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        head = String(parts.first ?? "")
        body = parts.count > 1 ? String(parts[1]) : ""
        let words = head.split(separator: " ", maxSplits: 2)
        if words.count > 1 { status = Int(words[1]) ?? 0 }
    }

    /// The problem's code.
    var code: String? {
        let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        return object?["code"] as? String
    }
}
