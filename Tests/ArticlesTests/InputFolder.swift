// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles

/// A directory with some input files, which goes when it is let go.
final class InputFolder {
    let url: URL
    var path: String { url.path }

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("lede-articles-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes a file, its folders included, and returns its path.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

    /// Reads paths of this folder (all of it by default) with one source and one parser; paths in the result are
    /// relative.
    func read(_ names: [String] = [""], options: InputOptions = InputOptions(), mapping: FieldMapping = FieldMapping())
        -> Reading
    {
        let paths = names.map { $0.isEmpty ? path : path + "/" + $0 }
        return Reading(paths: paths, options: options, mapping: mapping, below: path + "/")
    }
}

extension InputFolder {
    /// A gigabyte or so of nothing, as gzip packs it: made by the
    /// program that everybody has.
    static func gzipped(repeating count: Int) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "head -c \(count) /dev/zero | tr '\\0' x | gzip -6"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data
    }
}

/// Everything that reading some input gives.
struct Reading {
    var articles: [Article] = []
    var rejects: [Reject] = []
    var warnings: [ArticleWarning] = []
    var skipped: [SkippedFile] = []
    var passedOver: [String: Int] = [:]
    var replacedCharacters = 0
    var fieldUses: [FieldUse] = []
    var batches = 0

    init(
        paths: [String], options: InputOptions = InputOptions(), mapping: FieldMapping = FieldMapping(),
        below: String = ""
    ) {
        var source = RecordSource(paths: paths, options: options)
        var parser = RecordParser(mapping: mapping)
        while let batch = source.next() {
            let parsed = parser.parse(batch)
            articles += parsed.articles
            rejects += parsed.rejects
            warnings += parsed.warnings
            skipped += parsed.skipped
            passedOver.merge(parsed.passedOver, uniquingKeysWith: +)
            replacedCharacters += parsed.replacedCharacters
            batches += 1
        }
        fieldUses = parser.fieldUses
        func relative(_ path: String) -> String { path.hasPrefix(below) ? String(path.dropFirst(below.count)) : path }
        for index in articles.indices { articles[index].origin.path = relative(articles[index].origin.path) }
        for index in rejects.indices { rejects[index].path = relative(rejects[index].path) }
        for index in warnings.indices { warnings[index].origin.path = relative(warnings[index].origin.path) }
        for index in skipped.indices { skipped[index].path = relative(skipped[index].path) }
    }

    var titles: [String] { articles.map(\.title) }
}
