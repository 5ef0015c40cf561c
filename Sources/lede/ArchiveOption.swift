// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

/// `-a ARCHIVE`, and where to look without it.
struct ArchiveOption: ParsableArguments {
    @Option(name: [.short, .long], help: "The archive. Default: $LEDE_ARCHIVE, else the one *.lede here.")
    var archive: String?

    /// The path of the archive.
    func path() throws(LedeError) -> String { try ArchivePath.find(archive) }

    func open() throws(LedeError) -> Archive { try Archive(opening: path()) }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, jsonl, csv, ids, trec
}

/// For commands with one answer.
enum AnswerFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}
