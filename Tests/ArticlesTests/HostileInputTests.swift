// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles
import Testing

@Suite("Input that means harm")
struct HostileInputTests {
    @Test("entities that a document declares are never expanded, and no file is read for them")
    func entities() throws {
        let folder = try InputFolder()
        try folder.write("secret.dat", "SECRET")
        let laughs = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE nitf [<!ENTITY l0 \"lol\">\(laughs)]><nitf><body><p>&l9;</p></body></nitf>"
        let external = "<!DOCTYPE nitf [<!ENTITY x SYSTEM \"file://\(folder.path)/secret.dat\">]><nitf><body><p>a &x; b</p></body></nitf>"
        let parameter = "<!DOCTYPE nitf [<!ENTITY % x SYSTEM \"file://\(folder.path)/secret.dat\"> %x;]><nitf><body><p>fine</p></body></nitf>"
        try folder.write("1.xml", bomb)
        try folder.write("2.xml", external)
        try folder.write("3.xml", parameter)
        try folder.write("4.xml", "<nitf><body><p>caf&eacute; &amp; b&nbsp;c &#8212; d</p></body></nitf>")
        let reading = folder.read()
        #expect(reading.articles.allSatisfy { !$0.body.contains("SECRET") && $0.body.utf8.count < 100 })
        #expect(reading.articles.last?.body == "café & b\u{A0}c — d")
        for reject in reading.rejects { #expect(reject.kind == .refused, "\(reject)") }
    }

    @Test("elements inside each other without end are an answer, in XML and in HTML")
    func depth() throws {
        let folder = try InputFolder()
        let open = String(repeating: "<div>", count: 100_000)
        try folder.write("1.html", "<html><body><h1>Deep</h1>\(open)<p>A text far below the others, and long enough to count.</p>")
        try folder.write("2.xml", "<nitf><body>\(String(repeating: "<block>", count: 100_000))text")
        try folder.write("3.json", String(repeating: "[", count: 100_000))
        try folder.write("4.jsonl", "{\"title\":" + String(repeating: "[", count: 100_000) + "\n{\"title\": \"fine\"}\n")
        let reading = folder.read()
        #expect(reading.titles.contains("fine"))
        #expect(reading.articles.count + reading.rejects.count >= 4)
    }

    @Test("data that grows a thousandfold is given up, and the rest is read")
    func bomb() throws {
        let folder = try InputFolder()
        try folder.write("a.txt.gz", try InputFolder.gzipped(repeating: 3 << 27))
        try folder.write("b.jsonl", "{\"title\": \"fine\"}\n")
        let reading = folder.read()
        #expect(reading.titles == ["fine"])
        #expect(reading.rejects.map(\.kind) == [.refused])
    }

    @Test("a record without end is passed over at a bounded cost", arguments: ["jsonl", "csv", "rss", "mbox", "json"])
    func endless(format: String) throws {
        let folder = try InputFolder()
        let start =
            switch format {
            case "jsonl": "{\"title\": \"x\"}\n{\"title\": \""
            case "csv": "title,body\nx,y\nz,\""
            case "rss": "<rss><channel><item><title>x</title></item><item><title>"
            case "mbox": "From a\nSubject: x\n\nx\n\nFrom b\nSubject: y\n\n"
            default: "[{\"title\": \"x\"},{\"title\": \""
            }
        try folder.write("a." + format, start + String(repeating: "x", count: 3_000_000))
        let reading = folder.read(options: InputOptions(batchBytes: 1 << 16, maximumRecordBytes: 100_000))
        #expect(reading.titles == ["x"])
        #expect(reading.rejects.map(\.kind) == [.tooLong])
    }

    /// A record of a web archive.
    private func response(_ message: String) -> String {
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/a\r\nContent-Length: \(message.utf8.count)\r\n\r\n\(message)\r\n\r\n"
    }

    @Test(
        "the size of a chunk with a sign is none, a huge one ends with the record",
        arguments: ["-1", "-0", "+5", "-8000000", "-", "7fffffff", "ffffffff", "fffffffff", "7fffffffffffffff"])
    func chunkSizes(size: String) throws {
        let folder = try InputFolder()
        let text = "The ferry left the pier at noon, with forty passengers, two goats and a piano on board."
        let page = "<html><h1>A page</h1><p>\(text)</p></html>"
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        try folder.write("a.warc", response("\(head)\(size)\r\n\(page)\r\n0\r\n\r\n"))
        let reading = folder.read()
        #expect(reading.rejects == [])
        #expect(reading.titles == ["A page"])
        #expect(reading.articles.first?.body.contains(text) == true)
    }

    @Test("a document with more nodes than are kept is rejected with that reason, wherever it stands, and never cut in silence")
    func tooManyNodes() throws {
        let folder = try InputFolder()
        let many = String(repeating: "<p>a", count: 1_100_000)
        try folder.write("1.html", "<html><body><h1>Large</h1>\(many)<p>The end.</p></body></html>")
        try folder.write("2.xml", "<nitf><body>\(many.replacing("a<p>", with: "a</p><p>"))</p></body></nitf>")
        try folder.write("3.jsonl", "{\"title\": \"Large\", \"body\": \"\(many)\"}\n{\"title\": \"fine\"}\n")
        try folder.write("4.csv", "title,body\nLarge,\(many)\n")
        try folder.write("5.rss", "<rss><channel><item><title>Large</title><description><![CDATA[\(many)]]></description></item></channel></rss>")
        try folder.write("6.mbox", "From a\nSubject: Large\nContent-Type: text/html\n\n\(many)\n")
        let reading = folder.read()
        #expect(reading.titles == ["fine"])
        #expect(reading.rejects.map(\.path) == ["1.html", "2.xml", "3.jsonl", "4.csv", "5.rss", "6.mbox"])
        #expect(reading.rejects.allSatisfy { $0.kind == .tooLong && $0.reason.contains("2097152 elements") }, "\(reading.rejects)")
    }

    @Test("a page with very many times costs no more than their number")
    func manyTimes() throws {
        let folder = try InputFolder()
        let times = String(repeating: "<time class=published datetime=2020-01-02></time>", count: 400_000)
        try folder.write("1.html", "<html><body><h1>A page</h1><p>Some text of the page.</p>\(times)</body></html>")
        var reading: Reading?
        let time = ContinuousClock().measure { reading = folder.read() }
        #expect(reading?.articles.first?.published?.description == "2020-01-02")
        #expect(time < .seconds(10))
    }

    @Test("a truncated WARC gives the records before the cut and a reason")
    func truncatedArchive() throws {
        let folder = try InputFolder()
        func record(_ number: Int) -> String {
            response("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><h1>Page \(number)</h1><p>Some text of the page.</p></html>")
        }
        let whole = record(1) + record(2)
        for length in stride(from: record(1).utf8.count, to: whole.utf8.count - 5, by: 7) {
            try folder.write("a.warc", String(decoding: Array(whole.utf8).prefix(length), as: UTF8.self))
            let reading = folder.read()
            #expect(reading.titles == ["Page 1"])
            #expect(reading.rejects.count == (length == record(1).utf8.count ? 0 : 1), "length \(length)")
        }
    }
}
