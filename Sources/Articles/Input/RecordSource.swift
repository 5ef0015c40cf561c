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
}

/// Reads files, directories and standard input (`-`), inflates what is gzip, and cuts the bytes into batches of
/// records. For one thread; the batches may go to any (see `RecordParser`).
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
    private var skipped: [SkippedFile] = []

    // The file that is being read.
    private var input: InputFile?
    private var path = ""
    private var format: any RecordFormat = JSONLinesFormat()
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
            if input == nil {
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
            if isFull || rejects.count + skipped.count >= 1000 { return seal() }
        }
    }

    private var isEmpty: Bool { records.isEmpty && rejects.isEmpty && skipped.isEmpty }

    /// Hands out what is complete, and starts a new batch with the record that is not.
    private mutating func seal() -> RecordBatch {
        let rest = buffer.storage[recordStart..<buffer.count]
        let fresh = InputBuffer(copying: rest, capacity: options.batchBytes)
        let batch = RecordBatch(
            sequence: sequence, bytes: buffer.storage, files: files, records: records, rejects: rejects,
            skipped: skipped)
        sequence += 1
        buffer = fresh
        offsetShift += recordStart
        searched -= recordStart
        recordStart = 0
        files = []
        records = []
        rejects = []
        skipped = []
        fileIndex = nil
        return batch
    }

    // MARK: - One file

    private mutating func open(_ path: String) {
        buffer.truncate(to: recordStart)
        do throws(InputFailure) {
            let file = try InputFile(path: path)
            try readHead(of: file)
            let bytes = buffer.storage[recordStart..<buffer.count]
            let head = FileHead(bytes.prefix(FileHead.length))
            guard head.firstVisible != nil || bytes.count >= FileHead.length else {
                return refuse(.empty, path, "an empty file")
            }
            if let reason = head.refusal { return refuse(.unknownFormat, path, reason) }
            guard let format = options.format ?? RecordFormats.all.first(where: { $0.matches(head) }) else {
                return refuse(.unknownFormat, path, RecordSource.unmatched(head))
            }
            self.path = path
            self.format = format
            input = file
        } catch {
            buffer.truncate(to: recordStart)
            rejects.append(Reject(path: path, failure: error))
            return
        }
        offsetShift = -recordStart
        if buffer.storage[recordStart..<buffer.count].starts(with: FileHead.byteOrderMark) { recordStart += 3 }
        searched = recordStart
        recordNumber = 0
        fileIndex = nil
        isDiscarding = false
        cut()
    }

    /// Reads the first bytes. A fault behind some of them comes up again at the next read.
    private mutating func readHead(of file: InputFile) throws(InputFailure) {
        do throws(InputFailure) {
            while buffer.count - recordStart < FileHead.length {
                if try file.read(into: &buffer, room: roomLeft) == 0 { return }
            }
        } catch  where buffer.count > recordStart {
            return
        }
    }

    private mutating func refuse(_ kind: Reject.Kind, _ path: String, _ reason: String) {
        buffer.truncate(to: recordStart)
        rejects.append(Reject(kind: kind, path: path, reason: reason))
    }

    private static func unmatched(_ head: FileHead) -> String {
        switch head.firstVisible {
        case UInt8(ascii: "<"): "HTML or XML, which this version does not read"
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            "JSON that is not one object per line, which this version does not read"
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
        let bytes = RecordBytes(buffer: buffer)
        while let end = format.recordEnd(in: bytes, from: recordStart, searchStart: searched) {
            take(recordStart..<end)
            recordStart = end
            searched = end
        }
        searched = bytes.count
        _ = consume bytes
        guard buffer.count - recordStart > options.maximumRecordBytes else { return }
        if !isDiscarding {
            isDiscarding = true
            discardedFrom = recordStart + offsetShift
        }
        // What was read of it goes; its end is found in what comes.
        offsetShift += buffer.count - recordStart
        buffer.truncate(to: recordStart)
        searched = recordStart
    }

    private mutating func endFile() {
        if buffer.count > recordStart || isDiscarding { take(recordStart..<buffer.count) }
        recordStart = buffer.count
        input = nil
    }

    private mutating func take(_ range: Range<Int>) {
        recordNumber += 1
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
            files.append(RecordBatch.File(path: path, format: format))
            fileIndex = file
        }
        records.append(
            RecordBatch.Record(
                range: range, file: file, number: recordNumber, byteOffset: range.lowerBound + offsetShift))
    }
}
