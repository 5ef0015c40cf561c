// SPDX-License-Identifier: Apache-2.0
import Foundation
import LedeKit
import Testing

private let needsProgram: ConditionTrait = .enabled(
    if: Daemon.program != nil, "lede-daemon was not built: swift build --product lede-daemon")

/// What the daemon answers, over a real socket.
@Suite(needsProgram) struct AnswerTests {
    private func withoutTime(_ json: String) -> String {
        json.replacing(/"took_ms":[0-9.e-]+/, with: "\"took_ms\":0")
    }

    @Test func answersAreThoseOfTheCommandLine() throws {
        let daemon = try Daemon()
        let archive = try Archive(opening: daemon.archive)
        var options = SearchOptions()
        options.limit = 3
        let wanted = try archive.search("council OR \"the city\"", options).json
        #expect(withoutTime(try daemon.body("/v1/search?q=council+OR+%22the+city%22&limit=3")) == withoutTime(wanted))
        options.sort = .oldest
        options.since = "2019"
        let oldest = try archive.search("council", options).json
        #expect(withoutTime(try daemon.body("/v1/search?q=council&limit=3&sort=oldest&from=2019")) == withoutTime(oldest))
        let count = try archive.count("council")
        #expect(try daemon.object("/v1/count?q=council")["total"] as? Int == count)
        #expect(withoutTime(try daemon.body("/v1/timeline?q=council")) == withoutTime(try archive.timeline("council").json))
        #expect(withoutTime(try daemon.body("/v1/facets?limit=20")) == withoutTime(try archive.facets("").json))
        #expect(try daemon.object("/v1/parse?q=a+or+b")["canonical"] as? String == "a OR b")
        #expect(try daemon.object("/v1/stats")["articles"] as? Int == archive.articleCount)
        #expect(try daemon.object("/healthz")["status"] as? String == "ok")
        #expect(try daemon.object("/readyz")["generation"] as? Int == archive.generation)
    }

    @Test func articlesAreFoundByEncodedIdsAndMarked() throws {
        let daemon = try Daemon()
        let archive = try Archive(opening: daemon.archive)
        for hit in try archive.search("council OR the").hits {
            let id = try #require(hit.id.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            let stored = try archive.article(id: hit.id)
            let wanted = try #require(stored)
            #expect(try daemon.body("/v1/articles/\(id)") == wanted.json)
            let marked = try daemon.object("/v1/articles/\(id)?q=council+OR+the")
            let marks = try #require(marked["highlights"] as? [String: Any])
            #expect((marks["paragraphs"] as? [[[Int]]])?.count == wanted.paragraphs.count)
        }
        for id in ["nothing", "..%2F..%2Fetc%2Fpasswd", "%00", String(repeating: "x", count: 300), "-rf"] {
            #expect(try daemon.get("/v1/articles/\(id)").status == 404, "\(id)")
        }
        #expect(try daemon.get("/v1/articles/%ff").status == 400)
    }

    @Test func errorsAreProblems() throws {
        let daemon = try Daemon()
        let cases: [(String, Int, String)] = [
            ("/nothing", 404, "not-found"), ("/v1/search", 400, "bad-parameter"), ("/v1/search?q=a&q=b", 400, "bad-parameter"),
            ("/v1/search?q=a&limit=abc", 400, "bad-parameter"), ("/v1/search?q=a&limit=1001", 400, "bad-parameter"),
            ("/v1/search?q=a&limit=-1", 400, "bad-parameter"), ("/v1/search?q=a&sort=best", 400, "bad-parameter"),
            ("/v1/search?q=a&sicne=2019", 400, "bad-parameter"), ("/v1/search?q=%ff", 400, "bad-parameter"),
            ("/v1/search?q=a&from=yesterdayish", 400, "bad-query"), ("/v1/search?q=a&from=2020&to=2019", 400, "bad-query"),
            ("/v1/search?q=a&cursor=x", 400, "bad-query"), ("/v1/search?q=a&cursor=g99-1", 410, "cursor-gone"),
            ("/v1/search?q=a*&limit=1", 400, "bad-query"), ("/v1/search?q=a+or+b&strict=true", 400, "bad-query"),
            ("/v1/facets?by=colour", 400, "bad-parameter"), ("/v1/timeline?interval=hour", 400, "bad-parameter"),
        ]
        for (target, status, code) in cases {
            let reply = try daemon.get(target)
            #expect(reply.status == status, "\(target): \(reply.body)")
            #expect(reply.code == code, "\(target): \(reply.body)")
            #expect(reply.head.contains("application/problem+json"), "\(target)")
        }
        let post = try daemon.send("POST /v1/search?q=a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        #expect(post.status == 405)
        #expect(post.head.contains("Allow: GET, HEAD"))
        #expect(!post.head.lowercased().contains("access-control"))
        for (path, status) in [("/v1/articles/a/b", 405), ("/", 405), ("/v1/articles", 404), ("/nothing", 404)] {
            let reply = try daemon.send("PUT \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            #expect(reply.status == status, "\(path)")
        }
        let head = try daemon.send("HEAD /v1/count?q=a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
    }

    @Test func thePageRunsNothingButItsOwn() throws {
        let daemon = try Daemon()
        let page = try daemon.get("/?q=anything&from=2019")
        #expect(page.status == 200)
        let policy = try #require(page.head.firstMatch(of: /Content-Security-Policy: (.*)/)).1
        let allowed = policy.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(allowed.contains("default-src 'none'"))
        for element in ["script", "style"] {
            let parts = page.body.components(separatedBy: "<\(element)")
            #expect(parts.count == 2, "one \(element), and so one hash")
            let own = try #require(parts.last?.components(separatedBy: "</\(element)>").first).dropFirst()
            let hash = try Self.sha256(String(own))
            #expect(allowed.contains("\(element)-src 'sha256-\(hash)'"), "\(policy)")
        }
        #expect(page.head.contains("X-Content-Type-Options: nosniff"))
        #expect(page.head.contains("Referrer-Policy: no-referrer"))
        #expect(!page.body.contains("src=\"http"))
        let interface = try daemon.object("/openapi.json")
        let paths = try #require(interface["paths"] as? [String: Any])
        for path in paths.keys where !path.contains("{") {
            let reply = try daemon.get(path + (path == "/v1/search" || path == "/v1/count" || path == "/v1/parse" ? "?q=a" : ""))
            #expect(reply.status == 200, "\(path)")
        }
    }

    /// In Base64, as a policy has it.
    private static func sha256(_ text: String) throws -> String {
        let file = NSTemporaryDirectory() + "hashed-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: file) }
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let digits = try Daemon.run("/usr/bin/sha256sum", ["--binary", file]).prefix(64)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(digits.dropFirst($0).prefix(2), radix: 16) }
        try #require(bytes.count == 32)
        return Data(bytes).base64EncodedString()
    }

    @Test func metricsCountRequests() throws {
        let daemon = try Daemon()
        for _ in 0..<3 { _ = try daemon.body("/v1/search?q=council") }
        let text = try daemon.body("/metrics")
        #expect(text.contains("lede_http_requests_total{route=\"/v1/search\",status=\"200\"} 3"))
        #expect(text.contains("lede_generation 1"))
        #expect(text.contains("lede_http_request_seconds_bucket{route=\"/v1/search\",le=\"+Inf\"} 3"))
    }

    @Test func logLinesCannotBeForged() throws {
        let daemon = try Daemon(["--slow-query", "0"])
        _ = try daemon.get("/v1/search?q=%0a%7b%22event%22:%22forged%22%7d%1b%5b31m")
        _ = try daemon.get("/v1/%0aforged")
        let lines = daemon.log.split(separator: "\n")
        #expect(lines.count == daemon.events.count)
        #expect(daemon.events.contains { $0["event"] == "slow query" })
        #expect(!daemon.events.contains { $0["event"] == "forged" })
        #expect(!daemon.log.contains("\u{1B}"))
    }
}
