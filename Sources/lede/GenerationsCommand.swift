// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct GenerationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generations", abstract: "List the states of an archive, and go back to one.",
        subcommands: [List.self, Rollback.self, Prune.self, Verify.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the generations there are; the last one serves.")

        @OptionGroup var archive: ArchiveOption
        @Option(help: "How to print them.")
        var format = AnswerFormat.text

        mutating func run() throws {
            let path = try archive.path()
            let entries = try ArchiveHistory(of: path).generations()
            if format == .json {
                var json = JSONText()
                json.object { json in
                    json.member("archive", path)
                    json.key("generations")
                    json.array(entries) { json, entry in
                        json.object {
                            $0.member("generation", entry.number)
                            $0.member("published", entry.published)
                            $0.member("articles", entry.articleCount)
                            $0.member("segments", entry.segmentCount)
                            $0.member("bytes", entry.bytes)
                            $0.member("damage", entry.damage)
                        }
                    }
                }
                return Output.write(json.text + "\n")
            }
            for entry in entries {
                if let damage = entry.damage {
                    Output.write("\(entry.number)  damaged: \(damage)\n")
                } else {
                    Output.write(
                        "\(entry.number)  \(entry.published)  articles: \(entry.articleCount)  segments: \(entry.segmentCount)  "
                            + "bytes: \(entry.bytes)\n")
                }
            }
        }
    }

    struct Rollback: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish the content of an older generation again.",
            discussion: """
                It gets the next number, so that readers pick it up; nothing is lost, and the same command leads forward again.
                Take-downs stay as they are.
                """)

        @Argument(help: "The generation to go back to. Default: the one before the last.")
        var generation: Int?
        @OptionGroup var archive: ArchiveOption
        @OptionGroup var outcome: OutcomeFormat

        mutating func run() throws {
            let path = try archive.path()
            let done = try ArchiveHistory(of: path).rollBack(to: generation)
            outcome.write("generation \(done.number) has the content of generation \(done.content)", archive: path) {
                $0.member("generation", done.number)
                $0.member("content_of", done.content)
            }
            if let unread = done.unread {
                let which = unread.count == 1 ? "generation \(unread.upperBound)" : "generations \(unread.lowerBound) to \(unread.upperBound)"
                Output.complain(
                    "lede: \(which) cannot be read: what was taken down there first is found again. Look at `lede suppress list`.")
            }
        }
    }

    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove old generations, with the files that only they need.")

        @Option(help: "Generations to keep, the one that serves included.")
        var keep = 2
        @OptionGroup var archive: ArchiveOption
        @OptionGroup var outcome: OutcomeFormat

        mutating func run() throws {
            let path = try archive.path()
            let left = try ArchiveHistory(of: path).prune(keeping: keep)
            outcome.write("left: \(left.map(String.init).joined(separator: ", "))", archive: path) {
                $0.key("left")
                $0.array(left) { $0.value($1) }
            }
        }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check every byte of one generation, or of all.")

        @Argument(help: "The generation. Default: all.")
        var generation: Int?
        @OptionGroup var archive: ArchiveOption
        @OptionGroup var outcome: OutcomeFormat

        mutating func run() throws {
            let path = try archive.path()
            try ArchiveHistory(of: path).verify(generation)
            outcome.write("every byte is as it was written", archive: path) {
                $0.member("generation", generation)
                $0.key("intact")
                $0.value(true)
            }
        }
    }
}
