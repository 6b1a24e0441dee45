package lingdian.agent.adapter;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import lingdian.platform.settings.Default;
import lingdian.platform.settings.InvalidConfiguration;

/**
 * How an adapter reads the files of a cashier's program (handbook, agent.md#adapters).
 *
 * @param name part of the ids of its sessions: do not change it later
 * @param files a file, or files of one directory by a pattern such as {@code cards-*.csv}, read in the order of their names
 * @param delimiter between the columns of CSV
 * @param header whether each file begins with the names of its columns; else a column is called by its number, from 1
 * @param fields from the agent's names ({@link CardField}) to the columns or members of the lines
 * @param events from the words of the field {@code event} to what they mean; lines with other words are passed over
 * @param timeFormat of the field {@code at}, in China's time; {@code rfc3339} for times with an offset
 * @param start where the first run begins: lines that were there before are history to most cafés
 */
public record AdapterSettings(
        String name,
        String files,
        @Default("csv") Format format,
        @Default("UTF-8") String charset,
        @Default("\",\"") String delimiter,
        @Default("true") boolean header,
        Map<String, String> fields,
        Map<String, CardAction> events,
        @Default("yyyy-MM-dd HH:mm:ss") String timeFormat,
        @Default("end") Start start) {
    /** How a line is written. */
    public enum Format {
        CSV,
        JSON
    }

    /** Where the first run begins. */
    public enum Start {
        BEGINNING,
        END
    }

    static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,16}");

    public AdapterSettings {
        var mistakes = new ArrayList<String>();
        if (!NAME.matcher(name).matches()) {
            mistakes.add("name: must be 1 to 16 of a-z 0-9 -");
        }
        if (files.isBlank() || files.endsWith("/") || files.endsWith("\\")) {
            mistakes.add("files: must name a file, or files by a pattern such as cards-*.csv");
        }
        if (delimiter.length() != 1) {
            mistakes.add("delimiter: must be one character");
        }
        if (!isCharset(charset)) {
            mistakes.add("charset: is not known here; use UTF-8 or GB18030");
        }
        mistakes.addAll(CardMapping.mistakes(fields, timeFormat));
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(List.copyOf(mistakes));
        }
    }

    /** The same, but from the beginning of what is there. */
    public AdapterSettings fromTheBeginning() {
        return new AdapterSettings(
                name, files, format, charset, delimiter, header, fields, events, timeFormat, Start.BEGINNING);
    }

    Charset encoding() {
        return Charset.forName(charset);
    }

    static boolean isCharset(String name) {
        try {
            // Otherwise the byte of a line feed could be half of a character.
            return Set.of("UTF-8", "GBK", "GB2312", "GB18030", "US-ASCII")
                    .contains(Charset.forName(name).name());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return false;
        }
    }
}
