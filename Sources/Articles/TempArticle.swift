package struct RecordOrigin: Sendable, Equatable { package var path: String; package var recordNumber: Int; package var byteOffset: Int
 package init(path: String, recordNumber: Int, byteOffset: Int) { self.path = path; self.recordNumber = recordNumber; self.byteOffset = byteOffset } }
package struct PublicationDate: Sendable, Equatable {
 package enum Precision: UInt8, Sendable { case second, minute, hour, day, month, year }
 package enum Provenance: UInt8, Sendable { case given, url, text }
 package var start: Int64; package var precision: Precision; package var provenance: Provenance
 package init(start: Int64, precision: Precision, provenance: Provenance) { self.start = start; self.precision = precision; self.provenance = provenance }
 package var interval: Range<Int64> { start..<start+1 }
}
package struct Article: Sendable, Equatable {
 package var id: String?; package var title: String; package var body: String; package var captions: [String]; package var byline: String?; package var source: String?; package var section: String?; package var place: String?; package var language: String?; package var url: String?; package var tags: [String]; package var published: PublicationDate?; package var updated: PublicationDate?; package var correction: String?; package var origin: RecordOrigin
 package var contentHash: UInt64 { 0 }
 package init(id: String?, title: String, body: String, captions: [String], byline: String?, source: String?, section: String?, place: String?, language: String?, url: String?, tags: [String], published: PublicationDate?, updated: PublicationDate?, correction: String?, origin: RecordOrigin) { self.id=id; self.title=title; self.body=body; self.captions=captions; self.byline=byline; self.source=source; self.section=section; self.place=place; self.language=language; self.url=url; self.tags=tags; self.published=published; self.updated=updated; self.correction=correction; self.origin=origin }
}
