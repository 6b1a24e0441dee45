package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import lingdian.testing.Damage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever is handed in as a bundle, and by whomever it is signed, it stands or is named broken. */
class HostileBundleProperties {
    private final OwnKey key = OwnKey.make(false);
    private final SequencedMap<String, byte[]> parts;

    HostileBundleProperties() throws Exception {
        parts = BundleZip.read(BundleTest.bundle(key));
    }

    /** A part and what it is instead. */
    record Forgery(String part, byte[] content) {}

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void aPartForgedAndSignedAnew(@ForAll("forgeries") Forgery forgery) throws Exception {
        var forged = new java.util.LinkedHashMap<>(parts);
        forged.put(forgery.part(), forgery.content());
        standsOrIsNamed(BundleTest.signedAnew(forged, key));
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void anyBytes(@ForAll byte[] zip) {
        standsOrIsNamed(zip);
    }

    private static void standsOrIsNamed(byte[] zip) {
        try {
            assertThat(BundleCheck.check(zip)).isNotNull();
        } catch (BrokenBundleException named) {
            assertThat(named.part()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<Forgery> forgeries() {
        List<Arbitrary<Forgery>> each = parts.keySet().stream()
                .filter(name -> !name.equals(Manifest.NAME) && !name.equals(Manifest.SIGNATURE))
                .map(name -> Damage.of(new String(parts.get(name), StandardCharsets.UTF_8))
                        .map(content -> new Forgery(name, content)))
                .collect(Collectors.toList());
        return Arbitraries.oneOf(each);
    }
}
