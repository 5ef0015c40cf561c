// SPDX-License-Identifier: Apache-2.0
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene's side of scripts/compare-months: {@code index TSV DIR} (month, text) and {@code search DIR TSV} (number, month, kind, words);
 * the latter prints number, best time in µs and hits returned. A month is a point and a doc value, so that Lucene chooses by cost.
 */
public final class LuceneMonths {
  private static final Analyzer ANALYZER = new EnglishAnalyzer(CharArraySet.EMPTY_SET);

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("index")) index(arguments[1], arguments[2]);
    else search(arguments[1], arguments[2]);
  }

  private static void index(String articles, String directory) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(1500);
    try (IndexWriter writer = new IndexWriter(new MMapDirectory(Path.of(directory)), config);
        var lines = Files.lines(Path.of(articles))) {
      for (String line : (Iterable<String>) lines::iterator) {
        String[] fields = line.split("\t", 2);
        int month = Integer.parseInt(fields[0]);
        Document document = new Document();
        document.add(new IntPoint("month", month));
        document.add(new NumericDocValuesField("month", month));
        document.add(new TextField("text", fields[1], Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  private static List<Term> terms(String words) throws Exception {
    List<Term> terms = new ArrayList<>();
    try (TokenStream stream = ANALYZER.tokenStream("text", words)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) terms.add(new Term("text", term.toString()));
      stream.end();
    }
    return terms;
  }

  private static Query query(String kind, String words) throws Exception {
    if (kind.equals("PHRASE")) return new PhraseQuery("text", terms(words).stream().map(Term::text).toArray(String[]::new));
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (String word : words.split(" ")) {
      Occur occur = kind.equals("OR") ? Occur.SHOULD : Occur.MUST;
      if (kind.equals("MIX")) occur = word.startsWith("+") ? Occur.MUST : word.startsWith("-") ? Occur.MUST_NOT : Occur.SHOULD;
      for (Term term : terms(word)) query.add(new TermQuery(term), occur);
    }
    return query.build();
  }

  private static void search(String directory, String queries) throws Exception {
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(Path.of(directory))));
    searcher.setQueryCache(null);
    List<String> numbers = new ArrayList<>();
    List<Query> all = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(queries))) {
      String[] fields = line.split("\t");
      int month = Integer.parseInt(fields[1]);
      Query inMonth =
          new IndexOrDocValuesQuery(
              IntPoint.newExactQuery("month", month), NumericDocValuesField.newSlowExactQuery("month", month));
      numbers.add(fields[0]);
      all.add(new BooleanQuery.Builder().add(query(fields[2], fields[3]), Occur.MUST).add(inMonth, Occur.FILTER).build());
    }
    double[] best = new double[all.size()];
    int[] hits = new int[all.size()];
    java.util.Arrays.fill(best, Double.MAX_VALUE);
    long end = System.nanoTime() + 15_000_000_000L;
    for (int round = 0; round < 7 || System.nanoTime() < end; round++) {
      for (int i = 0; i < all.size(); i++) {
        long start = System.nanoTime();
        hits[i] = searcher.search(all.get(i), new TopScoreDocCollectorManager(10, null, 10)).scoreDocs.length;
        best[i] = Math.min(best[i], (System.nanoTime() - start) / 1e3);
      }
    }
    for (int i = 0; i < best.length; i++) System.out.printf("%s\t%.2f\t%d%n", numbers.get(i), best[i], hits[i]);
  }
}
