// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import LedeArticles
import LedeKit

struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Make an archive from articles, or add to one.",
        discussion: """
            Reads JSON, tables (CSV), web pages and web archives (HTML, WARC), feeds (RSS, Atom, WordPress exports), NITF, NewsML-G2,
            mailboxes, TREC and Reuters collections and plain text, also in gzip, zip and tar, from files, directories and
            standard input (-). Format and encoding are told by the content.
            Which field is which is told by its name and printed; --map says it where that fails, and the run ends if no record
            has a field that it names. An article whose id is in the archive is replaced if anything changed. Ends with status
            3 if something could not be read: it is listed with file, line and reason, and the rest is indexed.
            """)

    @Argument(help: "Files and directories, or - for standard input.")
    var paths: [String]
    @OptionGroup var archive: ArchiveOption
    @Option(help: "The input's format, if it is not recognised: \(RecordFormats.all.map(\.name).joined(separator: ", ")).")
    var format: String?
    @Option(help: "Fields of the input by meaning, as title=hed,date=pub.")
    var map: String?
    @Option(help: "Write every reject to this file, a JSON object a line.")
    var rejects: String?
    @Option(help: "Threads that parse and analyse. Default: one a processor.")
    var threads: Int?
    @Option(help: "Memory to use, as 64M or 1G. The largest record read is a tenth of it.")
    var memory = "512M"
    @Flag(help: "Search paragraphs that repeat in their source, too, such as newsletter pitches.")
    var searchBoilerplate = false
    @Flag(help: "Read everything, publish nothing; show three articles as they would be indexed.")
    var dryRun = false
    @Flag(help: "Print nothing but errors.")
    var quiet = false
    @Option(name: .customLong("output"), help: "How to print the report: text or json.")
    var output = AnswerFormat.text

    mutating func run() throws {
        var indexer = ArchiveIndexer(archive: try target())
        indexer.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        guard indexer.threads > 0, indexer.threads <= 256 else {
            throw LedeError(code: .usage, message: "--threads must be between 1 and 256.")
        }
        indexer.memory = try MemorySize(memory).bytes
        indexer.mapping = map ?? ""
        indexer.format = format
        indexer.isDryRun = dryRun
        indexer.searchesBoilerplate = searchBoilerplate
        let rejectFile = try rejects.map { try RejectFile($0) }
        let started = ContinuousClock.now
        let progress = quiet ? nil : ProgressLine()
        if let progress { indexer.onProgress = { progress.show($0) } }
        let report: ArchiveIndexer.Report
        do {
            defer { progress?.clear() }
            report = try indexer.index(paths)
        }
        let seconds = (ContinuousClock.now - started).milliseconds / 1000
        if !quiet {
            let printer = IndexReportPrinter(report: report, archive: indexer.archive, seconds: seconds, isDryRun: dryRun)
            Output.write(output == .json ? printer.json : printer.text)
        } else {
            for reject in report.rejects.prefix(10) { Output.complain("lede: \(reject)") }
        }
        if let note = report.details.mappingNote { Output.complain("lede: \(note)") }
        try rejectFile?.write(report.details.rejects)
        if report.rejected > 0 {
            let nothing = report.accepted + report.updated + report.unchanged == 0
            let unreadable = report.details.rejects.allSatisfy { $0.kind == .missing || $0.kind == .unreadable }
            if nothing, unreadable {
                throw LedeError(code: .inputOutput, message: "Nothing could be read. Check the paths and their permissions.")
            }
            throw ExitStatus.rejects
        }
    }

    /// The archive named, the one there is, or a new one called like the input.
    private func target() throws(LedeError) -> String {
        do throws(LedeError) {
            return try archive.path()
        } catch {
            guard error.code == .noArchive, let first = paths.first, first != "-" else { throw error }
            let name = URL(fileURLWithPath: first).lastPathComponent
            let stem = name.split(separator: ".").first.map(String.init) ?? name
            return stem.isEmpty ? "archive.lede" : "\(stem).lede"
        }
    }
}

/// A size such as `64M`, `1G` or `500000`.
struct MemorySize {
    let bytes: Int

    /// At least 16 MiB are needed for anything to fit.
    static let least = 16 << 20

    init(_ text: String) throws(LedeError) {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
        var digits = Substring(text.uppercased())
        if digits.last == "B" { digits = digits.dropLast() }
        var unit = 1
        if let last = digits.last, let known = units[last] {
            unit = known
            digits = digits.dropLast()
        }
        let product = Int(digits).map { $0.multipliedReportingOverflow(by: unit) }
        guard let product, !product.overflow, product.partialValue >= Self.least else {
            throw LedeError(code: .usage, message: "--memory: “\(text)” is no size of at least 16M. Write it as 64M or 1G.")
        }
        bytes = product.partialValue
    }
}
