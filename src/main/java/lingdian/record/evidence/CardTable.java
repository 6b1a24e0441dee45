package lingdian.record.evidence;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of a page that is printed or sent as a file. On a phone each row is a card, in which every cell has the name of its column; no script
 * is needed.
 */
public final class CardTable {
    /** For the page's style sheet, after that of its tables. */
    public static final String STYLE = """
            @media screen and (max-width:40em){
            .cards thead{position:absolute;left:-9999px}.cards tr{display:block;border:1px solid #888;margin:.5em 0}
            .cards td{display:flex;gap:.5em;border:0;border-bottom:1px solid #ddd}.cards td:last-child{border-bottom:0}
            .cards td::before{content:attr(data-label);flex:0 0 8em;color:#555}.cards td:empty{display:none}}
            """;

    private CardTable() {}

    /**
     * @param heads the names of the columns, as HTML
     * @param rows the cells of each row, as HTML
     */
    public static String html(List<String> heads, Stream<List<String>> rows) {
        List<String> labels =
                heads.stream().map(head -> head.replaceAll("<[^<>]*>", "")).toList();
        String head = heads.stream().map(one -> "<th>" + one + "</th>").collect(Collectors.joining());
        String body = rows.map(row -> row(labels, row)).collect(Collectors.joining());
        return "<table class=\"cards\"><thead><tr>" + head + "</tr></thead><tbody>\n" + body + "</tbody></table>\n";
    }

    private static String row(List<String> labels, List<String> cells) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> "<td data-label=\"" + labels.get(i) + "\">" + cells.get(i) + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }
}
