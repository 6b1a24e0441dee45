package lingdian.feed.log;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any text that a reader sends as its position is read as a position or as unknown. */
class HostileResumeProperties {
    @Property(tries = 500)
    void anyPosition(@ForAll("texts") String lastEventId, @ForAll("texts") String from) {
        assertThat(Resume.of(lastEventId, from)).isNotNull();
        assertThat(Resume.of(null, from)).isNotNull();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings().numeric().ofMaxLength(40),
                Arbitraries.of("", " 7 ", "-1", "+7", "007", "７", "9223372036854775808", "1e3", "0x7"));
    }
}
