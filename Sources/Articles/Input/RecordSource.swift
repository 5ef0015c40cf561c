// SPDX-License-Identifier: Apache-2.0

/// How the input is read.
package struct InputOptions: Sendable {
    /// The format of every file; nil: told from the first bytes of each.
    package var format: (any RecordFormat)?
    /// About how many bytes of records go into a batch.
    package var batchBytes: Int
    /// A longer record is rejected, and passed over without being held in memory.
    package var maximumRecordBytes: Int

    package init(format: (any RecordFormat)? = nil, batchBytes: Int = 1 << 20, maximumRecordBytes: Int = 64 << 20) {
        precondition(batchBytes > 0 && maximumRecordBytes > 0)
        self.format = format
        self.batchBytes = batchBytes
        self.maximumRecordBytes = maximumRecordBytes
    }

    /// For a run that may use `memory` bytes: a tenth of it, at least 1 MiB and at most 64 MiB, is the largest record.
    ///
    /// - Parameter format: its name; nil: told from the first bytes of each file.
    package init(formatNamed format: String?, memory: Int) throws(UnknownFormat) {
        // A batch and its tokens must fit the budget several times over.
        batchBytes = min(1 << 20, max(1 << 16, memory / 128))
        // On its way in, a record takes about ten times its size: parsed, cleaned, cut into words, compressed.
        maximumRecordBytes = min(64 << 20, max(1 << 20, memory / 10))
        guard let format else { return }
        guard let known = RecordFormats.named(format) else {
            let names = RecordFormats.all.map(\.name).joined(separator: ", ")
            throw UnknownFormat(reason: "there is no format “\(format)”; the formats are \(names)")
        }
        self.format = known
    }

    /// A name that is no format's.
    package struct UnknownFormat: Error {
        package let reason: String
    }
}

/// Reads files, directories and standard input (`-`), unpacks what is gzip, zip or tar, makes UTF-8 of it,
/// and cuts the bytes into batches of records. For one thread; the batches may go to any (see `RecordParser`).
///
/// Nothing throws: whatever cannot be read becomes a `Reject` in a batch, and the rest is read on. Memory: a batch,
/// plus at most one record of `maximumRecordBytes`.
package struct RecordSource: ~Copyable {
    private let options: InputOptions
    private var walk: InputWalk
    private var sequence = 0

    // The batch that is being filled.
    private var buffer: InputBuffer
    private var files: [RecordBatch.File] = []
    private var records: [RecordBatch.Record] = []
    private var rejects: [Reject] = []
    private var warnings: [ArticleWarning] = []
    private var skipped: [SkippedFile] = []

    // The file that is being read.
    private var input: LookaheadStream?
    private var transcoding: TranscodedStream?
    /// The containers that it stands in, the innermost last.
    private var containers: [(path: String, members: any Container)] = []
    private let offered = OfferedNames()
    private var path = ""
    private var format: any RecordFormat = JSONLinesFormat()
    private var cutter: any RecordCutter = WholeFileCutter()
    private var header: [UInt8] = []
    private var fileIndex: Int?
    private var recordNumber = 0
    /// Start in the buffer of the record that is being read, and how far its end was looked for.
    private var recordStart = 0
    private var searched = 0
    /// Add to an index in the buffer to have the offset in the file.
    private var offsetShift = 0
    /// Whether the record that is being read is over the limit and thrown away.
    private var isDiscarding = false
    private var discardedFrom = 0

    package init(paths: [String], options: InputOptions = InputOptions()) {
        self.options = options
        walk = InputWalk(paths: paths)
        buffer = InputBuffer(capacity: options.batchBytes)
    }

    /// The next batch, in input order; nil at the end. A batch may hold rejects only.
    package mutating func next() -> RecordBatch? {
        while true {
            if input == nil, !containers.isEmpty {
                openMember()
            } else if input == nil {
                guard let step = walk.next() else { return isEmpty ? nil : seal() }
                switch step {
                case .file(let path): open(path)
                case .reject(let reject): rejects.append(reject)
                case .skip(let file): skipped.append(file)
                }
            } else {
                fill()
            }
            let isFull = buffer.count >= options.batchBytes && !records.isEmpty
            if isFull || rejects.count + skipped.count + warnings.count >= 1000 { return seal() }
        }
    }

    private var isEmpty: Bool { records.isEmpty && rejects.isEmpty && skipped.isEmpty && warnings.isEmpty }

    /// Hands out what is complete, and starts a new batch with the record that is not.
    private mutating func seal() -> RecordBatch {
        let rest = buffer.storage[recordStart..<buffer.count]
        let fresh = InputBuffer(copying: rest, capacity: options.batchBytes)
        let batch = RecordBatch(
            sequence: sequence, bytes: buffer.storage, files: files, records: records, rejects: rejects,
            warnings: warnings, skipped: skipped)
        sequence += 1
        buffer = fresh
        offsetShift += recordStart
        searched -= recordStart
        recordStart = 0
        files = []
        records = []
        rejects = []
        warnings = []
        skipped = []
        fileIndex = nil
        return batch
    }

    // MARK: - One file

    /// A longer header is rejected, and the records are read without it.
    private static let maximumHeader = 1 << 20

    /// How deep containers may stand in each other.
    private static let maximumDepth = 2

    private mutating func open(_ path: String) {
        do throws(InputFailure) {
            try open(LookaheadStream(FileBytes(path: path)), path)
        } catch {
            rejects.append(Reject(path: path, failure: error))
        }
    }

    /// Opens what a stream holds: a container, or a file in a format.
    private mutating func open(_ stream: LookaheadStream, _ path: String) throws(InputFailure) {
        var stream = stream
        if GzipStream.matches(stream.peek(2)) { stream = LookaheadStream(try GzipStream(stream)) }
        if let members = container(of: stream) {
            guard containers.count < RecordSource.maximumDepth else {
                return refuse(.refused, path, "an archive inside an archive inside an archive: unpack it first")
            }
            containers.append((path, members))
            return
        }
        transcoding = nil
        if let (name, mark) = EncodingGuess.encoding(of: stream.peek(FileHead.length).prefix(FileHead.length)) {
            guard let transcoder = Transcoder(from: name) else {
                return refuse(.unknownFormat, path, "the encoding \"\(name)\", which is not known: convert it to UTF-8 first")
            }
            stream.take(mark)
            let text = TranscodedStream(stream, transcoder)
            stream = LookaheadStream(text)
            transcoding = text
            warn(path, .convertedText, "read as \(name) text")
        }
        try open(text: stream, path)
    }

    private mutating func open(text stream: LookaheadStream, _ path: String) throws(InputFailure) {
        let bytes = stream.peek(FileHead.length)
        let head = FileHead(bytes.prefix(FileHead.length), path: path)
        guard head.firstVisible != nil || bytes.count >= FileHead.length else {
            // A fault in place of the first byte is the better answer.
            if bytes.isEmpty { _ = try stream.hasMore() }
            return refuse(.empty, path, "an empty file")
        }
        if let reason = head.refusal { return refuse(.unknownFormat, path, reason) }
        guard let format = options.format ?? RecordFormats.format(of: head) else {
            return refuse(.unknownFormat, path, RecordSource.unmatched(head))
        }
        self.path = path
        self.format = format
        cutter = format.makeCutter(head)
        header = []
        input = stream
        buffer.truncate(to: recordStart)
        offsetShift = -recordStart
        if bytes.starts(with: FileHead.byteOrderMark) {
            stream.take(3)
            offsetShift += 3
        }
        searched = recordStart
        recordNumber = 0
        fileIndex = nil
        isDiscarding = false
    }

    /// The next member of the innermost container, or its end.
    private mutating func openMember() {
        guard let (outer, members) = containers.last else { return }
        do throws(InputFailure) {
            guard let member = try members.next() else {
                containers.removeLast()
                return
            }
            let path = outer + "/" + member.name
            if let refusal = member.refusal { return refuse(.refused, path, refusal) }
            let name = member.name.split(separator: "/").last ?? ""
            // What systems put beside the files themselves.
            if name.hasPrefix(".") || member.name.hasPrefix("__MACOSX/") { return }
            if let skipped = offered.skipped(path) { return self.skipped.append(skipped) }
            guard let stream = member.stream else { return }
            try open(stream, path)
        } catch {
            containers.removeLast()
            rejects.append(Reject(path: outer, failure: error))
        }
    }

    private mutating func warn(_ path: String, _ kind: ArticleWarning.Kind, _ reason: String) {
        let origin = RecordOrigin(path: path, recordNumber: 1, byteOffset: 0)
        warnings.append(ArticleWarning(kind: kind, origin: origin, reason: reason))
    }

    private mutating func refuse(_ kind: Reject.Kind, _ path: String, _ reason: String) {
        rejects.append(Reject(kind: kind, path: path, reason: reason))
    }

    private static func unmatched(_ head: FileHead) -> String {
        switch head.firstVisible {
        case UInt8(ascii: "<"): "XML of a kind that is not read\(head.rootElement.map { " (<\($0)>)" } ?? "")"
        case UInt8(ascii: "{"), UInt8(ascii: "["): "JSON of a kind that is not read"
        default: "no known format"
        }
    }

    /// How much to read: up to the size of a batch, or more of a record that is longer than that.
    private var roomLeft: Int {
        buffer.count < options.batchBytes ? options.batchBytes - buffer.count : min(options.batchBytes, 256 * 1024)
    }

    private mutating func fill() {
        guard let file = input else { return }
        do throws(InputFailure) {
            if try file.read(into: &buffer, room: roomLeft) == 0 {
                endFile()
            } else {
                cut()
            }
        } catch {
            if error.dataIsWhole {
                endFile()
            } else {
                // Whether the last record is whole cannot be known, so it is not indexed.
                buffer.truncate(to: recordStart)
                input = nil
                isDiscarding = false
            }
            var reject = Reject(path: path, failure: error)
            if !error.dataIsWhole {
                reject.recordNumber = recordNumber + 1
                reject.byteOffset = recordStart + offsetShift
                reject.reason += "; the records before this one were read"
            }
            rejects.append(reject)
        }
    }

    /// Takes the complete records off the buffer.
    private mutating func cut() {
        let bytes = RecordBytes(buffer: buffer, fileOffset: offsetShift)
        while let cut = cutter.cut(bytes, from: recordStart, searchStart: searched) {
            take(recordStart..<cut.end, as: cut.kind)
            recordStart = cut.end
            searched = cut.end
        }
        searched = bytes.count
        _ = consume bytes
        guard buffer.count - recordStart > options.maximumRecordBytes + RecordBytes.overlap else { return }
        if !isDiscarding {
            isDiscarding = true
            discardedFrom = recordStart + offsetShift
        }
        // What was read of it goes, but for a little that its end may begin in; the end is found in what comes.
        let dropped = recordStart..<(buffer.count - RecordBytes.overlap)
        buffer.remove(dropped)
        offsetShift += dropped.count
        searched = buffer.count
    }

    private mutating func endFile() {
        if buffer.count > recordStart || isDiscarding { take(recordStart..<buffer.count, as: .record) }
        recordStart = buffer.count
        input = nil
        if let count = transcoding?.replacedCharacters, count > 0 {
            warn(path, .repairedText, "\(count) characters that mean nothing in its encoding became U+FFFD")
        }
    }

    private mutating func take(_ range: Range<Int>, as kind: RecordCut.Kind) {
        switch kind {
        case .record: recordNumber += 1
        case .gap where !isDiscarding: return
        case .header where !isDiscarding && range.count <= RecordSource.maximumHeader:
            header = Array(buffer.storage[range])
            fileIndex = nil
            return
        case .header:
            let reason = "more than \(RecordSource.maximumHeader) bytes before the first record: it is read without them"
            rejects.append(Reject(kind: .tooLong, path: path, reason: reason))
            isDiscarding = false
            return
        default: break
        }
        if isDiscarding || range.count > options.maximumRecordBytes {
            let start = isDiscarding ? discardedFrom : range.lowerBound + offsetShift
            let length = range.upperBound + offsetShift - start
            rejects.append(
                Reject(
                    kind: .tooLong, path: path, recordNumber: recordNumber, byteOffset: start,
                    reason: "a record of \(length) bytes; the limit is \(options.maximumRecordBytes)"))
            isDiscarding = false
            return
        }
        let file = fileIndex ?? files.count
        if fileIndex == nil {
            let isStandardInput = (containers.first?.path ?? path) == "-"
            files.append(RecordBatch.File(path: path, isStandardInput: isStandardInput, format: format, header: header))
            fileIndex = file
        }
        records.append(
            RecordBatch.Record(
                range: range, file: file, number: recordNumber, byteOffset: range.lowerBound + offsetShift))
    }
}
