package lingdian.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Times are read by the grammar of RFC 3339, section 5.6, and written as the JDK writes them. */
class Rfc3339Properties {
    private static final Pattern GRAMMAR = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[Tt](\\d\\d:\\d\\d:\\d\\d)"
            + "(?:\\.(\\d{1,12}))?(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");
    private static final Pattern SCHEMA = Pattern.compile(Rfc3339.PATTERN);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    @Property(tries = 20_000)
    void everySpellingIsTakenOrRefusedAsTheGrammarSays(@ForAll("spellings") String text) {
        assertThat(Rfc3339.parse(text)).as(text).isEqualTo(byTheGrammar(text));
        assertThat(SCHEMA.matcher(text).find())
                .as(text)
                .isEqualTo(byTheGrammar(text).isPresent());
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll("instants") Instant at, @ForAll @IntRange(min = -14, max = 14) int hours) {
        assertThat(Rfc3339.written(Rfc3339.format(at, ZoneOffset.ofHours(hours))))
                .isEqualTo(at);
    }

    /** Local mean times have offsets with seconds, which RFC 3339 cannot write. */
    @Property
    void whatIsWrittenInTheTimeOfAPlaceIsReadAgain(@ForAll("instants") Instant at, @ForAll("zones") ZoneId zone) {
        assertThat(Rfc3339.written(Rfc3339.format(at, zone))).isEqualTo(at);
    }

    @Property
    void timesAreWrittenAsTheJdkWritesThem(@ForAll("instants") Instant at, @ForAll("zones") ZoneId zone) {
        int seconds = zone.getRules().getOffset(at).getTotalSeconds();
        var local = at.atOffset(ZoneOffset.ofTotalSeconds(seconds - seconds % 60));
        int micros = local.getNano() / 1_000;
        String fraction = micros == 0 ? "" : ".%06d".formatted(micros).replaceFirst("000$", "");
        assertThat(Rfc3339.format(at, zone))
                .isEqualTo(SECONDS.format(local) + fraction + local.getOffset().getId());
    }

    @Property
    void anInstantIsWrittenAsItsOwnText(
            @ForAll("anywhen") Instant at, @ForAll @IntRange(max = 999_999_999) int nanos, @ForAll boolean micros) {
        Instant fine = at.plusNanos(micros ? nanos / 1_000 * 1_000 : nanos);
        assertThat(Rfc3339.iso(fine)).isEqualTo(fine.toString());
    }

    @Provide
    Arbitrary<Instant> instants() {
        Arbitrary<Integer> micros = Arbitraries.oneOf(
                Arbitraries.of(0, 1_000, 500_000), Arbitraries.integers().between(0, 999_999));
        return Combinators.combine(Arbitraries.longs().between(FIRST + 86_400, LAST - 86_400), micros)
                .as((second, micro) -> Instant.ofEpochSecond(second, micro * 1_000L));
    }

    /** Instants, including some in years without four digits. */
    @Provide
    Arbitrary<Instant> anywhen() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(3 * FIRST, 3 * LAST),
                        Arbitraries.of(FIRST - 1, FIRST, LAST, LAST + 1))
                .map(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of("Asia/Shanghai", "Asia/Urumqi", "Asia/Kathmandu", "America/St_Johns", "Z", "+08:00")
                .map(ZoneId::of);
    }

    /** Valid times in which up to two characters are changed, removed or inserted. */
    @Provide
    Arbitrary<String> spellings() {
        Arbitrary<String> whole = Combinators.combine(
                        instants(),
                        Arbitraries.strings().numeric().ofMaxLength(20),
                        Arbitraries.of("Z", "z", "+08:00", "-00:00", "+23:59", "+24:00", "+08:60", "+0800", ""),
                        Arbitraries.of("T", "t", " "))
                .as((at, fraction, offset, between) -> SECONDS.format(LocalDateTime.ofInstant(at, ZoneOffset.UTC))
                                .replace("T", between)
                        + (fraction.isEmpty() ? "" : "." + fraction)
                        + offset);
        Arbitrary<String> characters = Arbitraries.strings()
                .withChars("0123456789Tt:.-+Zz \u0663\uff11")
                .ofMaxLength(2);
        return Combinators.combine(
                        whole,
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.oneOf(Arbitraries.just(""), characters))
                .as((text, at, left, in) -> {
                    int from = Math.min(at, text.length());
                    int to = Math.min(from + (in.isEmpty() ? 0 : left), text.length());
                    return text.substring(0, from) + in + text.substring(to);
                });
    }

    private static Optional<Instant> byTheGrammar(String text) {
        Matcher m = GRAMMAR.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            int micros = m.group(3) == null ? 0 : Integer.parseInt((m.group(3) + "000000").substring(0, 6));
            int minutes = m.group(4) == null ? 0 : Integer.parseInt(m.group(5)) * 60 + Integer.parseInt(m.group(6));
            return Optional.of(LocalDateTime.parse(m.group(1) + "T" + m.group(2))
                    .plusNanos(micros * 1_000L)
                    .minusMinutes("-".equals(m.group(4)) ? -minutes : minutes)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException unreal) {
            return Optional.empty();
        }
    }
}
