// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import LedeKit

/// `-a ARCHIVE`, and where to look without it.
struct ArchiveOption: ParsableArguments {
    @Option(name: [.short, .long], help: "The archive. Default: $LEDE_ARCHIVE, else the one *.lede here.")
    var archive: String?

    /// The path of the archive.
    func path() throws(LedeError) -> String {
        if let archive { return archive }
        if let named = ProcessInfo.processInfo.environment["LEDE_ARCHIVE"], !named.isEmpty { return named }
        let here = (try? FileManager.default.contentsOfDirectory(atPath: ".")) ?? []
        let archives = here.filter { $0.hasSuffix(".lede") }.sorted()
        if archives.count == 1 { return archives[0] }
        if archives.isEmpty {
            throw LedeError(
                code: .noArchive,
                message: "There is no *.lede in this directory. Name an archive with -a NAME.lede, or make one with `lede index`.")
        }
        throw LedeError(
            code: .usage,
            message: "There are several archives here (\(archives.joined(separator: ", "))). Choose one with -a.")
    }

    func open() throws(LedeError) -> Archive { try Archive(opening: path()) }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, jsonl, csv, ids, trec
}

/// For commands with one answer.
enum AnswerFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
