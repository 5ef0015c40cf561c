// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LedeKit

/// `--format` of commands that do something and say in a line what they did.
struct OutcomeFormat: ParsableArguments {
    @Option(help: "How to print the outcome.")
    var format = AnswerFormat.text

    /// Prints the line, or an object of the archive's path and the members that `describe` adds.
    func write(_ line: String, archive path: String, _ describe: (inout JSONText) -> Void) {
        guard format == .json else { return Output.write(line + "\n") }
        var json = JSONText()
        json.object { json in
            json.member("archive", path)
            describe(&json)
        }
        Output.write(json.text + "\n")
    }
}
