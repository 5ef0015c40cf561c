// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct SuppressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suppress", abstract: "Take articles down, and keep them down.",
        discussion: """
            An article that is taken down is gone from every search when the command returns, also on a running daemon, and no
            later run, rebuild or rollback brings it back before the take-down ends.
            """,
        subcommands: [Add.self, List.self, Remove.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take an article down.")

        @Argument(help: "Its id, or its web address in any form.")
        var target: String
        @Option(help: "Why, for the record.")
        var reason = ""
        @Option(help: "The first day on which it may be found again, as 2027-03-04. Default: never.")
        var until: String?
        @OptionGroup var archive: ArchiveOption
        @OptionGroup var outcome: OutcomeFormat

        mutating func run() throws {
            let path = try archive.path()
            let removed = try TakeDowns(of: path).add(target, reason: reason, until: until)
            if removed == 0 {
                Output.complain(
                    "lede: no article has the id or address “\(target)” now; if one comes, it is kept out. `lede search --format ids` lists ids.")
            }
            let line = "\(removed) removed, kept out \(until.map { "until \($0)" } ?? "for good")"
            outcome.write(line, archive: path) {
                $0.member("target", target)
                $0.member("removed", removed)
                $0.member("until", until)
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List what is taken down.")

        @OptionGroup var archive: ArchiveOption
        @Option(help: "How to print it.")
        var format = AnswerFormat.text

        mutating func run() throws {
            let path = try archive.path()
            let entries = try TakeDowns(of: path).all()
            if format == .json {
                var json = JSONText()
                json.object { json in
                    json.member("archive", path)
                    json.key("suppressed")
                    json.array(entries) { json, entry in
                        json.object {
                            $0.member("target", entry.target)
                            $0.member("added", entry.added)
                            $0.member("until", entry.until)
                            $0.member("reason", entry.reason)
                            $0.key("active")
                            $0.value(entry.isActive)
                        }
                    }
                }
                return Output.write(json.text + "\n")
            }
            for entry in entries {
                let until = entry.until.map { entry.isActive ? "until \($0)" : "ended \($0)" } ?? "for good"
                Output.write("\(Output.safe(entry.target))  since \(entry.added), \(until)  \(Output.safe(entry.reason))\n")
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a take-down.",
            discussion: "The article comes back with the next run that finds it in its source. Status 1 if there is no such take-down.")

        @Argument(help: "The id or web address that was taken down.")
        var target: String
        @OptionGroup var archive: ArchiveOption
        @OptionGroup var outcome: OutcomeFormat

        mutating func run() throws {
            let path = try archive.path()
            guard try TakeDowns(of: path).remove(target) else {
                Output.complain("lede: nothing is taken down under “\(Output.safe(target))”")
                throw ExitStatus.nothingFound
            }
            outcome.write("ended; the article comes back with the next run that finds it", archive: path) {
                $0.member("target", target)
                $0.key("ended")
                $0.value(true)
            }
        }
    }
}
