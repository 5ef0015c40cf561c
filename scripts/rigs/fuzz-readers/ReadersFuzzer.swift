// SPDX-License-Identifier: Apache-2.0

import Foundation
import LedeArticles

// Built by scripts/fuzz-readers. One input is a file: its first byte says which format to read it as (0: told by the
// content), the second how large the batches are.

private let path = "/dev/shm/lede-fuzz-\(getpid())"

private func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 2 else { return 0 }
    let formats = RecordFormats.all
    let choice = Int(start[0]) % (formats.count + 1)
    var options = InputOptions(
        batchBytes: [1, 64, 4096, 1 << 16][Int(start[1]) % 4], maximumRecordBytes: 1 << 16)
    options.format = choice == 0 ? nil : formats[choice - 1]
    guard let file = fopen(path, "w") else { return 0 }
    fwrite(start + 2, 1, count - 2, file)
    fclose(file)
    var source = RecordSource(paths: [path], options: options)
    var parser = RecordParser()
    while let batch = source.next() {
        for article in parser.parse(batch).articles {
            precondition(article.hasText && !article.title.contains("\n") && !article.body.contains("\n\n"))
            _ = (article.articleID, article.contentHash)
        }
    }
    return 0
}

/// What the package manager takes for the program's `main`; libFuzzer's own would not be found.
@_cdecl("readers_main")
public func main(_ count: CInt, _ arguments: Arguments?) -> CInt { drive(count, arguments, fuzz) }
