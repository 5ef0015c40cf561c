// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import Testing

private let needsProgram: ConditionTrait = .enabled(
    if: Daemon.program != nil, "lede-daemon was not built: swift build --product lede-daemon")

/// Requests that are malformed, too large, misaddressed or slow, and clients that hold on to connections.
@Suite(needsProgram) struct HostileClientTests {
    @Test func onlyTheNamesOfThisServiceAreAnswered() throws {
        let daemon = try Daemon()
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "[::1]", "localhost:7411", "127.0.0.1:80", "[::1]:7411", "localhost."] {
            #expect(try daemon.get("/healthz", host: host).status == 200, "\(host)")
        }
        for host in ["evil.example", "localhost.evil", "evil.localhost", "127.0.0.2", "localhost:", "localhost:x", "0.0.0.0", "[::2]"] {
            #expect(try daemon.get("/v1/stats", host: host).status == 421, "\(host)")
        }
        #expect(try daemon.get("/v1/stats", headers: "Host: localhost\r\n").status == 400)
        #expect(try daemon.get("/v1/stats", host: "").status == 400)
        #expect(try daemon.send("GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n").status == 400)
        #expect(try daemon.send("GET http://evil.example/v1/stats HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").status == 421)
    }

    @Test func malformedRequestsAreRefused() throws {
        let daemon = try Daemon()
        let malformed = [
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: +5\r\n\r\nabcde",
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
            "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: local\0host\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n",
            "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "GET /\r\n\r\n",
            "NONSENSE\r\n\r\n",
            "\0\0\0\0\r\n\r\n",
            "GET  HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ]
        for text in malformed {
            let reply = try daemon.send(text)
            #expect((400..<506).contains(reply.status) || reply.status == 0, "\(text.debugDescription): \(reply.head)")
        }
        // The head is answered; what follows its broken body is not taken for another request.
        let broken = try daemon.send(
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"
                + "GET /v1/stats HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(!broken.body.contains("articles"))
        #expect(try daemon.get("/healthz").status == 200)
    }

    @Test func whatIsTooLargeIsRefused() throws {
        let daemon = try Daemon()
        let fine = String(repeating: "a", count: 7000)
        #expect(try daemon.get("/v1/count?q=\(fine)").status == 200)
        #expect(try daemon.get("/v1/count?q=\(fine)\(fine)").status == 414)
        #expect(try daemon.get("/healthz", headers: "X-A: \(fine)\r\nX-B: \(fine)\r\nX-C: \(fine)\r\n").status == 431)
        #expect(try daemon.get("/healthz", headers: (0..<150).map { "X-\($0): a\r\n" }.joined()).status == 431)
        #expect([400, 431].contains(try daemon.get("/healthz", headers: (0..<5000).map { "X-\($0): a\r\n" }.joined()).status))
        #expect(try daemon.get("/healthz", headers: "Content-Length: 2000000\r\n").status == 413)
        #expect(try daemon.get("/healthz").status == 200)
    }

    @Test func aBodyOfUnknownLengthIsCutOffWhereItIsTooLarge() throws {
        let daemon = try Daemon()
        let chunk = "10000\r\n" + String(repeating: "a", count: 0x10000) + "\r\n"
        let socket = try Socket(port: daemon.port)
        socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        #expect(Reply(String(decoding: socket.read(within: 10) ?? [], as: UTF8.self)).status == 200)
        // A megabyte and no chunk more is taken in.
        for _ in 0..<16 { socket.write(chunk) }
        #expect(!socket.isClosed(within: 1))
        for _ in 0..<24 { socket.write(chunk) }
        #expect(socket.isClosed(within: 10))
        #expect(try daemon.get("/healthz").status == 200)
    }

    @Test func slowClientsAreCutOff() throws {
        let daemon = try Daemon(["--client-time", "1"])
        let silent = try Socket(port: daemon.port)
        let slowHead = try Socket(port: daemon.port)
        slowHead.write("GET /healthz HTTP/1.1\r\nHost: loc")
        let slowBody = try Socket(port: daemon.port)
        slowBody.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\na")
        let kept = try Socket(port: daemon.port)
        kept.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        // The end of a body that came after the answer once took the deadline away.
        let answered = try Socket(port: daemon.port)
        answered.write("POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\na")
        #expect(Reply(String(decoding: answered.read(within: 10) ?? [], as: UTF8.self)).status == 405)
        answered.write("a")
        #expect(silent.isClosed(within: 4))
        #expect(slowHead.isClosed(within: 4))
        #expect(slowBody.isClosed(within: 8))
        #expect(kept.isClosed(within: 8))
        #expect(answered.isClosed(within: 8))
        #expect(try daemon.get("/healthz").status == 200)
    }

    /// Each further request once took away the deadline for the reply that was not read.
    @Test func whoAsksAndReadsNothingIsCutOff() throws {
        let daemon = try Daemon(["--client-time", "1"])
        let deaf = try Socket(port: daemon.port)
        let answers = #"lede_http_requests_total{route="/openapi.json",status="200"}"#
        var (asked, answered) = (0, 0)
        while asked == answered, asked < 2_000 {
            deaf.write("GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
            asked += 1
            for _ in 0..<50 where answered < asked {
                answered = try daemon.figure(answers) ?? 0
                if answered < asked { Thread.sleep(forTimeInterval: 0.02) }
            }
        }
        #expect(answered < asked, "The last one is not even begun: the reply before it waits for its reader.")
        var open: Int? = 2
        for _ in 0..<50 where open != 1 {
            Thread.sleep(forTimeInterval: 0.2)
            open = try daemon.figure("lede_connections")
        }
        #expect(open == 1)
        withExtendedLifetime(deaf) {}
    }

    /// Searches that no thread had begun yet once counted as running, and any number of them was taken in.
    @Test func aBurstIsRefusedBeyondTheQueue() throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/chrt") else { return }
        let processor = try #require(try Daemon.text(ofFile: "/proc/self/status").firstMatch(of: /Cpus_allowed_list:\s*([0-9]+)/)).1
        let daemon = try Daemon(
            ["--threads", "1", "--queue", "2", "--deadline", "30000"], prefix: ["/usr/bin/taskset", "-c", "\(processor)"])
        let process = daemon.process.processIdentifier
        let sentence = "The council met again about the harbour wall and the price of oil. "
        let line = #"{"id":"long","title":"Long","body":"\#(String(repeating: sentence, count: 60_000))"}"# + "\n"
        try line.write(toFile: daemon.folder + "/long.jsonl", atomically: true, encoding: .utf8)
        _ = try ArchiveIndexer(archive: daemon.archive).index([daemon.folder + "/long.jsonl"])
        let sockets = try (0..<40).map { _ in try Socket(port: daemon.port) }
        // On the one processor threads that search wake when those that read have nothing more to do: after the burst.
        try Daemon.run("/usr/bin/chrt", ["--all-tasks", "--idle", "--pid", "0", "\(process)"])
        let threads = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")
        for thread in threads where try Daemon.text(ofFile: "/proc/\(process)/task/\(thread)/comm").hasPrefix("NIO-") {
            try Daemon.run("/usr/bin/chrt", ["--other", "--pid", "0", thread])
        }
        kill(process, SIGSTOP)
        for socket in sockets {
            let slow = "/v1/search?q=id:long+(council+OR+harbour)+W%2FS+(met+OR+wall+OR+oil)"
            socket.write("GET \(slow) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        }
        kill(process, SIGCONT)
        Thread.sleep(forTimeInterval: 1)
        try Daemon.run("/usr/bin/chrt", ["--all-tasks", "--other", "--pid", "0", "\(process)"])
        let statuses = sockets.map { Reply($0.readAll(within: 60)).status }
        // One runs and two wait; one more gets the place of the first when that has become a slow one.
        let done = statuses.count { $0 == 200 }
        #expect((3...4).contains(done), "\(statuses)")
        #expect(statuses.count { $0 == 503 } == 40 - done, "\(statuses)")
    }

    @Test func idleConnectionsDoNotKeepOutThoseWhoAsk() throws {
        let daemon = try Daemon(["--connections", "20"])
        var idle: [Socket] = []
        for _ in 0..<100 { idle.append(try Socket(port: daemon.port)) }
        for _ in 0..<20 { #expect(try daemon.get("/v1/count?q=council").status == 200) }
        let open = try #require(try daemon.body("/metrics").firstMatch(of: /lede_connections ([0-9]+)/)).1
        #expect(try #require(Int(open)) <= 20)
        withExtendedLifetime(idle) {}
    }

    @Test func fewFileDescriptorsAreEnough() throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit") else { return }
        let daemon = try Daemon(prefix: ["/usr/bin/prlimit", "--nofile=256:256"])
        var idle: [Socket] = []
        for _ in 0..<400 { idle.append(try Socket(port: daemon.port)) }
        #expect(try daemon.get("/v1/count?q=council").status == 200)
        idle.removeAll()
        for _ in 0..<20 { #expect(try daemon.get("/v1/count?q=council").status == 200) }
    }

    @Test func manyClientsAtOnceGetTheSameAnswer() async throws {
        let daemon = try Daemon()
        let port = daemon.port
        let bodies = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    var last = ""
                    for _ in 0..<25 {
                        let socket = try Socket(port: port)
                        socket.write("GET /v1/count?q=council HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        last = Reply(socket.readAll(within: 10)).body
                    }
                    return last
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(bodies.count == 1)
    }
}
