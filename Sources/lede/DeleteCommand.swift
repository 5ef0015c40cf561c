// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct DeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Remove articles by id.",
        discussion: "Status 1 if the archive has none of them. The articles are gone from every search when this returns.")

    @Argument(help: "Ids, as a search prints them.")
    var ids: [String]
    @OptionGroup var archive: ArchiveOption
    @Option(help: "How to print the answer.")
    var format = AnswerFormat.text

    mutating func run() throws {
        let path = try archive.path()
        let (removed, unknown) = try ArchiveIndexer(archive: path).delete(ids)
        for id in unknown { Output.complain("lede: no article has the id “\(Output.safe(id))”") }
        if format == .json {
            var json = JSONText()
            json.object {
                $0.member("archive", path)
                $0.member("removed", removed)
                $0.key("unknown")
                $0.array(unknown) { $0.value($1) }
            }
            Output.write(json.text + "\n")
        } else {
            Output.write("\(removed) removed\n")
        }
        if removed == 0 { throw ExitStatus.nothingFound }
    }
}
