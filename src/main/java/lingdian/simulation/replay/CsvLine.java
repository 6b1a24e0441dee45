package lingdian.simulation.replay;

import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated values (RFC 4180, without line breaks inside a field). */
final class CsvLine {
    private CsvLine() {}

    /** @throws IllegalArgumentException if a quoted field does not end */
    static List<String> split(String line) {
        List<String> fields = new ArrayList<>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quoted field is not closed on its line");
        }
        fields.add(field.toString());
        return fields;
    }
}
