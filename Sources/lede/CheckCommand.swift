// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check an archive for damage.",
        discussion: "Without --full: manifest, headers and tables of all files. With it: every byte. Damage ends with status 20.")

    @OptionGroup var archive: ArchiveOption
    @Flag(help: "Read and check every byte.")
    var full = false
    @Option(help: "How to print the answer.")
    var format = AnswerFormat.text

    mutating func run() throws {
        let opened = try archive.open()
        try opened.check(full: full)
        if format == .json {
            var json = JSONText()
            json.object {
                $0.member("archive", opened.path)
                $0.member("generation", opened.generation)
                $0.member("articles", opened.articleCount)
                $0.key("full")
                $0.value(full)
                $0.key("ok")
                $0.value(true)
            }
            Output.write(json.text + "\n")
            return
        }
        Output.write(
            "\(opened.path): generation \(opened.generation), \(opened.articleCount) articles, "
                + (full ? "every byte is as it was written\n" : "no damage found (--full reads every byte)\n"))
    }
}
