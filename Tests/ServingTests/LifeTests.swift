// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import Testing

private let needsProgram: ConditionTrait = .enabled(
    if: Daemon.program != nil, "lede-daemon was not built: swift build --product lede-daemon")

/// Starting, new generations, keys, signals.
@Suite(needsProgram) struct LifeTests {
    private func publish(_ daemon: Daemon, article number: Int) throws {
        let file = daemon.folder + "/more-\(number).jsonl"
        let line = #"{"id":"more-\#(number)","title":"Number \#(number)","body":"A council met again."}"# + "\n"
        try line.write(toFile: file, atomically: true, encoding: .utf8)
        _ = try ArchiveIndexer(archive: daemon.archive).index([file])
    }

    private func generation(_ daemon: Daemon, reaches wanted: Int) throws -> Bool {
        for _ in 0..<200 {
            if try daemon.object("/readyz")["generation"] as? Int == wanted { return true }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return false
    }

    @Test func cursorsStayOnTheirGenerationAsLongAsItIsOpen() throws {
        let daemon = try Daemon()
        let whole = try daemon.object("/v1/search?q=council&limit=100")
        let wanted = (whole["hits"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? []
        var page = try daemon.object("/v1/search?q=council&limit=1")
        var found: [String] = []
        var published = 1
        while true {
            found += (page["hits"] as? [[String: Any]])?.compactMap { $0["id"] as? String } ?? []
            guard let cursor = page["next_cursor"] as? String else { break }
            if published < 4 {
                published += 1
                try publish(daemon, article: published)
                #expect(try generation(daemon, reaches: published))
            }
            page = try daemon.object("/v1/search?q=council&limit=1&cursor=\(cursor)")
        }
        #expect(found == wanted)
        while published < 5 {
            published += 1
            try publish(daemon, article: published)
            #expect(try generation(daemon, reaches: published))
        }
        #expect(try daemon.get("/v1/search?q=council&cursor=g1-1").code == "cursor-gone")
    }

    /// Each finished search once kept its generation open: memory grew by the archive's size with every one.
    @Test func closedGenerationsAreLetGo() throws {
        let daemon = try Daemon(["--log", "notice"])
        var before = 0
        for round in 1...24 {
            try publish(daemon, article: round)
            #expect(try generation(daemon, reaches: 1 + round))
            for query in ["council", "council+OR+harbour", "council+W%2FS+met"] {
                #expect(try daemon.get("/v1/search?q=\(query)").status == 200)
            }
            if round == 8 { before = try daemon.mappedFiles().count }
        }
        // Some generations stay open for cursors: as many at the end as after the first few.
        let after = try daemon.mappedFiles().count
        #expect(before > 0)
        #expect(after <= before + 4, "\(before) maps of the archive's files, then \(after)")
    }

    /// A thread once kept the generation it had searched last until it searched again.
    @Test func closedGenerationsAreLetGoThoughNobodySearches() async throws {
        let daemon = try Daemon(["--threads", "4"])
        try publish(daemon, article: 1)
        let port = daemon.port
        // All threads, and more than once.
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    for _ in 0..<8 { _ = (try? Socket(port: port)).map { $0.ask("/v1/search?q=council+W%2FS+met") } }
                }
            }
        }
        let searched = Set(try daemon.mappedFiles())
        for number in 2...24 {
            try publish(daemon, article: number)
            // Opens the generation, and searches nothing.
            #expect(try daemon.object("/v1/stats")["generation"] as? Int == 1 + number)
        }
        let files = Set(try FileManager.default.contentsOfDirectory(atPath: daemon.archive).map { Substring($0) })
        let gone = searched.subtracting(files)
        #expect(!gone.isEmpty)
        let left = Set(try daemon.mappedFiles())
        #expect(left.isDisjoint(with: gone), "\(left) beside \(files)")
    }

    /// It once stood in the metrics and in /readyz until another generation was published.
    @Test func aFaultThatHasPassedIsReportedNoMore() throws {
        let daemon = try Daemon()
        func reports(_ fault: Bool) throws -> Bool {
            for _ in 0..<200 {
                let isStated = try daemon.object("/readyz")["failure"] is String
                if isStated == fault, try daemon.figure("lede_generation_failed") == (fault ? 1 : 0) { return true }
                Thread.sleep(forTimeInterval: 0.05)
            }
            return false
        }
        #expect(try reports(false))
        try FileManager.default.moveItem(atPath: daemon.archive, toPath: daemon.archive + ".away")
        #expect(try reports(true))
        try FileManager.default.moveItem(atPath: daemon.archive + ".away", toPath: daemon.archive)
        #expect(try reports(false))
        #expect(try daemon.object("/readyz")["generation"] as? Int == 1)
    }

    /// It once stood until the daemon's next look at the archive, for up to a second.
    @Test func whatWasTakenDownIsGoneFromTheNextSearch() throws {
        let daemon = try Daemon()
        for number in 1...20 {
            try publish(daemon, article: number)
            #expect(try daemon.get("/v1/articles/more-\(number)").status == 200)
            _ = try ArchiveIndexer(archive: daemon.archive).delete(["more-\(number)"])
            #expect(!(try daemon.body("/v1/search?q=council&limit=100").contains("\"more-\(number)\"")))
        }
    }

    @Test func whatWasTakenDownDoesNotComeBackByAnOldCursor() throws {
        let daemon = try Daemon()
        try publish(daemon, article: 1)
        #expect(try generation(daemon, reaches: 2))
        let first = try daemon.object("/v1/search?q=council&limit=1&sort=oldest")
        let cursor = try #require(first["next_cursor"] as? String)
        _ = try ArchiveIndexer(archive: daemon.archive).delete(["more-1"])
        #expect(try generation(daemon, reaches: 3))
        let rest = try daemon.body("/v1/search?q=council&limit=100&sort=oldest&cursor=\(cursor)")
        #expect(!rest.contains("more-1"))
        #expect(try daemon.get("/v1/articles/more-1").status == 404)
    }

    /// A key, and its line for the file.
    private func newKey() throws -> (key: String, line: String) {
        let text = try Daemon.run(try #require(Daemon.program), ["--new-key", "desk"])
        let key = try #require(text.firstMatch(of: /client: +([0-9a-f]{64})/)).1
        let line = try #require(text.firstMatch(of: /(desk sha256:[0-9a-f]{64})/)).1
        return (String(key), String(line))
    }

    @Test func otherMachinesNeedAKey() throws {
        #expect(throws: Daemon.NotStarted.self) { try Daemon(listen: "0.0.0.0:0") }
        let (key, line) = try newKey()
        let file = NSTemporaryDirectory() + "keys-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: file) }
        try "# keys\n\(line)\n".write(toFile: file, atomically: true, encoding: .utf8)
        let daemon = try Daemon(["--api-key-file", file, "--host", "archive.example"], listen: "0.0.0.0:0")
        #expect(try daemon.get("/v1/count?q=council").status == 401)
        let wrong = try daemon.get("/v1/count?q=council", headers: "Authorization: Bearer nonsense\r\n")
        let missing = try daemon.get("/v1/count?q=council")
        #expect(wrong.body == missing.body)
        #expect(wrong.head.contains("WWW-Authenticate: Bearer"))
        #expect(try daemon.get("/v1/count?q=council", headers: "Authorization: Bearer \(key)\r\n").status == 200)
        #expect(try daemon.get("/v1/count?q=council", headers: "X-API-Key: \(key)\r\n", host: "Archive.Example:80").status == 200)
        #expect(try daemon.get("/metrics").status == 401)
        for open in ["/", "/healthz", "/readyz", "/openapi.json"] { #expect(try daemon.get(open).status == 200) }
        #expect(!daemon.log.contains(key))
    }

    /// "\r\n" is one Character: the whole file was once read as one line.
    @Test func aKeyFileMayEndItsLinesAsWindowsDoes() throws {
        let (key, line) = try newKey()
        let file = NSTemporaryDirectory() + "keys-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: file) }
        try "# keys\r\n\r\n\(line)\r\n".write(toFile: file, atomically: true, encoding: .utf8)
        let daemon = try Daemon(["--api-key-file", file])
        #expect(try daemon.get("/v1/count?q=council").status == 401)
        #expect(try daemon.get("/v1/count?q=council", headers: "X-API-Key: \(key)\r\n").status == 200)
    }

    @Test func unixSocket() throws {
        let path = NSTemporaryDirectory() + "lede-\(UInt32.random(in: 0 ... .max)).sock"
        let daemon = try Daemon(listen: "unix:\(path)")
        let socket = try Socket(path: path)
        socket.write("GET /v1/count?q=council HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(Reply(socket.readAll(within: 10)).status == 200)
        daemon.process.terminate()
        #expect(daemon.status() == 0)
    }

    @Test func termDrainsAndHangUpReloads() throws {
        let daemon = try Daemon()
        let idle = try Socket(port: daemon.port)
        let busy = try Socket(port: daemon.port)
        busy.write("GET /v1/count?q=council HTTP/1.1\r\nHost: localhost\r\n")
        kill(daemon.process.processIdentifier, SIGHUP)
        #expect(try daemon.get("/readyz").status == 200)
        Thread.sleep(forTimeInterval: 0.3)
        daemon.process.terminate()
        #expect(idle.isClosed(within: 5))
        #expect(daemon.status(within: 12) == 0, "\(daemon.log)")
        #expect(throws: Socket.Failed.self) { try Socket(port: daemon.port) }
        #expect(daemon.events.contains { $0["event"] == "stopped" })
    }

    @Test func usageErrorsEndWithTheStatusOfTheCommandLine() throws {
        let bounded = [("--deadline", "1", "30000"), ("--threads", "1", "1024"), ("--queue", "0", "1000000"), ("--client-time", "1", "3600")]
        var cases = [(["-a", "/nowhere.lede"], 10), (["--listen", "nonsense", "-a", "x"], 2)]
        for (option, least, most) in bounded {
            for number in [least, most] { cases.append(([option, number, "-a", "/nowhere.lede"], 10)) }
            // The last of these once trapped.
            let more = try #require(Int(most)) + 1
            for number in ["-1", "\(more)", "9223372036854775807"] {
                cases.append((["\(option)=\(number)", "-a", "/nowhere.lede"], 2))
            }
        }
        for (arguments, status) in cases {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(Daemon.program))
            process.arguments = arguments
            process.standardError = Pipe()
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == Int32(status), "\(arguments)")
        }
        let help = try Daemon.run(try #require(Daemon.program), ["--help"])
        for (option, least, most) in bounded {
            let words = help.components(separatedBy: "\n  \(option) <").last?.components(separatedBy: "\n  --").first ?? ""
            #expect(words.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains("\(least) to \(most)"), "\(option)")
        }
    }
}
