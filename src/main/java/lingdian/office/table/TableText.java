package lingdian.office.table;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lingdian.access.account.Refused;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file. Its encoding is the one that the sender named, else that of its byte order mark, else UTF-8 where
 * it is valid, else GB 18030 (GB 18030-2022), in which spreadsheets in China write CSV.
 */
final class TableText {
    private static final Charset GB_18030 = Charset.forName("GB18030");
    private static final char MARK = '\uFEFF';

    /** GB 18030 contains the older two. */
    private static final Map<String, Charset> NAMED = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "utf8", StandardCharsets.UTF_8,
            "us-ascii", StandardCharsets.UTF_8,
            "gb18030", GB_18030,
            "gbk", GB_18030,
            "gb2312", GB_18030,
            "utf-16", StandardCharsets.UTF_16,
            "utf-16le", StandardCharsets.UTF_16LE,
            "utf-16be", StandardCharsets.UTF_16BE);

    private TableText() {}

    static String of(byte[] file, @Nullable String charset) {
        if (charset != null) {
            return decoded(file, named(charset))
                    .orElseThrow(() -> Refused.with(400, "The file is not in this charset."));
        }
        Charset marked = marked(file);
        if (marked != null) {
            return decoded(file, marked)
                    .orElseThrow(() -> Refused.with(400, "The file is not in the encoding of its byte order mark."));
        }
        return decoded(file, StandardCharsets.UTF_8)
                .or(() -> decoded(file, GB_18030))
                .orElseThrow(() -> Refused.with(400, "The file is neither UTF-8 nor GB 18030."));
    }

    private static Charset named(String charset) {
        Charset known = NAMED.get(charset.strip().toLowerCase(Locale.ROOT));
        if (known == null) {
            throw Refused.parameter("charset", "expected utf-8, gb18030, gbk, gb2312 or utf-16");
        }
        return known;
    }

    private static @Nullable Charset marked(byte[] file) {
        if (file.length >= 3 && file[0] == (byte) 0xEF && file[1] == (byte) 0xBB && file[2] == (byte) 0xBF) {
            return StandardCharsets.UTF_8;
        }
        boolean marked = file.length >= 2
                && (file[0] == (byte) 0xFF && file[1] == (byte) 0xFE
                        || file[0] == (byte) 0xFE && file[1] == (byte) 0xFF);
        return marked ? StandardCharsets.UTF_16 : null;
    }

    private static Optional<String> decoded(byte[] file, Charset charset) {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(file)).toString();
            return Optional.of(!text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text);
        } catch (CharacterCodingException other) {
            return Optional.empty();
        }
    }
}
