package lingdian.leak;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks for marked texts in whatever was said or stored, in the spellings in which they could have got there: as they are, as
 * bytes in hexadecimal or base64, escaped for JSON, HTML or a URL; dates as people and programs write them.
 */
final class LeakSearch {
    /** Base64 in which a text stands begins at one of three places of a group, and so looks like one of three. */
    private static final int BASE64_OFFSETS = 3;

    private static final List<String> DATES = List.of(
            "yyyy-MM-dd",
            "yyyy/MM/dd",
            "yyyy/M/d",
            "yyyy.MM.dd",
            "yyyy. M. d",
            "yyyy年MM月dd日",
            "yyyy年M月d日",
            "dd.MM.yyyy",
            "MM/dd/yyyy",
            "d MMM yyyy");

    /**
     * A spelling in lower case.
     *
     * @param shows what it shows
     * @param alone whether it counts only where no letter or digit stands beside it
     */
    private record Spelling(String text, String shows, boolean alone) {
        boolean isAt(String said, int begin) {
            return said.startsWith(text, begin)
                    && !(alone && (isWithin(said, begin - 1) || isWithin(said, begin + text.length())));
        }

        private static boolean isWithin(String said, int at) {
            return at >= 0
                    && at < said.length()
                    && "0123456789abcdefghijklmnopqrstuvwxyz".indexOf(said.charAt(at)) >= 0;
        }
    }

    /** By their first two characters: there are over a thousand, and the log of a day is long. */
    private final Map<Integer, List<Spelling>> spellings = new HashMap<>();

    private final BitSet beginnings = new BitSet();

    /** A text of at least four characters, or of at least two where none is ASCII. */
    LeakSearch text(String text) {
        spell(text, text);
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            byte[] bytes = text.getBytes(charset);
            spell(HexFormat.of().formatHex(bytes), text);
            base64(bytes).forEach(one -> spell(one, text));
        }
        spell(URLEncoder.encode(text, StandardCharsets.UTF_8), text);
        spell(escaped(text, "\\u%04x"), text);
        spell(escaped(text, "&#%d;"), text);
        spell(escaped(text, "&#x%x;"), text);
        return this;
    }

    LeakSearch date(LocalDate date) {
        DATES.forEach(form -> spell(date.format(DateTimeFormatter.ofPattern(form, Locale.ENGLISH)), date.toString()));
        // Eight digits, or the epoch's days and milliseconds, come up by chance within hashes: only where they stand
        // alone.
        String compact = date.format(DateTimeFormatter.BASIC_ISO_DATE);
        add(new Spelling(compact, date.toString(), true));
        base64(date.toString().getBytes(StandardCharsets.UTF_8)).forEach(one -> spell(one, date.toString()));
        spell(HexFormat.of().formatHex(date.toString().getBytes(StandardCharsets.UTF_8)), date.toString());
        return this;
    }

    /** What of it {@code said} shows; empty where there is nothing. */
    Set<String> in(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        var found = new TreeSet<String>();
        for (int i = 0; i + 1 < lower.length(); i++) {
            int beginning = beginning(lower, i);
            if (beginnings.get(beginning)) {
                for (Spelling one : spellings.get(beginning)) {
                    if (one.isAt(lower, i)) {
                        found.add(one.shows());
                    }
                }
            }
        }
        return found;
    }

    /** The lines that show something, shortened, for whoever has to find the leak. */
    List<String> linesIn(Collection<String> said) {
        return said.stream()
                .flatMap(String::lines)
                .filter(line -> !in(line).isEmpty())
                .map(line -> in(line) + ": " + (line.length() > 400 ? line.substring(0, 400) + "…" : line))
                .limit(20)
                .toList();
    }

    private void spell(String spelling, String shows) {
        add(new Spelling(spelling.toLowerCase(Locale.ROOT), shows, false));
    }

    private void add(Spelling spelling) {
        int beginning = beginning(spelling.text(), 0);
        beginnings.set(beginning);
        spellings.computeIfAbsent(beginning, any -> new ArrayList<>()).add(spelling);
    }

    private static int beginning(String text, int at) {
        return text.charAt(at) * 31 + text.charAt(at + 1);
    }

    private static List<String> base64(byte[] bytes) {
        var forms = new ArrayList<String>();
        for (int offset = 0; offset < BASE64_OFFSETS; offset++) {
            byte[] shifted = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, shifted, offset, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The first and last characters also carry bits of what stands around it.
            String inner = encoded.substring((offset * 8 + 5) / 6, encoded.length() - 1);
            if (inner.length() >= 8) {
                forms.add(inner);
                forms.add(inner.replace('+', '-').replace('/', '_'));
            }
        }
        return forms;
    }

    private static String escaped(String text, String form) {
        return text.chars().mapToObj(one -> form.formatted(one)).collect(Collectors.joining());
    }
}
