package lingdian.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.domain.document.Document;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.ReadMethod;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The contract of a vault of any suite. The keys are made once, because jqwik creates a test object for each try. */
abstract class VaultContract {
    private static final Map<KeySuite, Vault> VAULTS = new ConcurrentHashMap<>();
    private static final Map<KeySuite, Vault> OTHERS = new ConcurrentHashMap<>();
    private static final UUID STREAM = new UUID(1, 2);
    private static final SealedRef REF = new SealedRef("36048110000001", STREAM, 7, "identity");

    @Property(tries = 200)
    void whatIsSealedOpensAgain(@ForAll("texts") String text, @ForAll("refs") SealedRef ref) throws VaultException {
        assertThat(vault().unseal(vault().seal(text, ref), ref)).isEqualTo(text);
    }

    @Property(tries = 200)
    void itOpensNowhereElse(@ForAll("refs") SealedRef ref, @ForAll("refs") SealedRef other) {
        assumeThat(ref).isNotEqualTo(other);
        byte[] sealed = vault().seal("text", ref);

        assertThatThrownBy(() -> vault().unseal(sealed, other)).isInstanceOf(VaultException.class);
    }

    @Property(tries = 200)
    void aDocumentComesOutAsItWentIn(@ForAll("documents") Document document) throws VaultException {
        assertThat(vault().unsealDocument(vault().sealDocument(document, REF), REF))
                .isEqualTo(document);
    }

    /** As the text that was sealed before documents had an encoding of their own, whatever is in it. */
    @Property(tries = 200)
    void aDocumentIsTheTextItWas(@ForAll("documents") Document document) throws VaultException {
        String json = SealedDocument.json(document);

        assertThat(vault().unseal(vault().sealDocument(document, REF), REF)).isEqualTo(json);
        assertThat(vault().unsealDocument(vault().seal(json, REF), REF)).isEqualTo(document);
    }

    @Test
    void theNamesOfADocumentsFieldsTakeNoRoom() throws VaultException {
        Document document = new Document(
                "990",
                "\u0001\",\"number\":\"1",
                "\",\"read\":\"chip\"}\u0007",
                "2030-01-01",
                "1990-01-01",
                ReadMethod.MANUAL);
        Document card = new Document("111", "36048119900101001X", "王小明", null, null, ReadMethod.CHIP);

        assertThat(vault().unsealDocument(vault().sealDocument(document, REF), REF))
                .isEqualTo(document);
        int fields = (card.type() + card.number()).length() + 3 * card.name().length();
        assertThat(vault().sealDocument(card, REF).length - vault().seal("", REF).length)
                .isEqualTo(fields + 4);
    }

    @Property(tries = 100)
    void nothingOfADocumentIsToldByItsCiphertextOrTheError(@ForAll("documents") Document document) {
        byte[] sealed = vault().sealDocument(document, REF);

        assertThatThrownBy(() -> other().unsealDocument(sealed, REF))
                .isInstanceOf(VaultException.class)
                .hasNoCause()
                .hasMessage("the sealed identity of event 7 in stream " + STREAM + " of 36048110000001 does not open");
    }

    @Test
    void halvesOfSurrogatePairsSurvive() throws VaultException {
        Document document = new Document("990", "\uD842", "\uDFB7𠮷\uD842", null, null, ReadMethod.OCR);

        assertThat(vault().unseal(vault().seal("a\uD800", REF), REF)).isEqualTo("a\uD800");
        assertThat(vault().unsealDocument(vault().sealDocument(document, REF), REF))
                .isEqualTo(document);
    }

    @Test
    void everyFieldOfTheReferenceIsBound() {
        byte[] sealed = vault().seal("text", REF);

        assertThat(List.of(
                        new SealedRef("36048110000002", STREAM, 7, "identity"),
                        new SealedRef("36048110000001", new UUID(1, 3), 7, "identity"),
                        new SealedRef("36048110000001", new UUID(2, 2), 7, "identity"),
                        new SealedRef("36048110000001", STREAM, 8, "identity"),
                        new SealedRef("36048110000001", STREAM, 7, "conflict")))
                .allSatisfy(other ->
                        assertThatThrownBy(() -> vault().unseal(sealed, other)).isInstanceOf(VaultException.class));
    }

    @Test
    void anyChangedByteIsNoticed() {
        byte[] sealed = vault().seal("text", REF);

        assertThat(IntStream.range(0, sealed.length)).allSatisfy(place -> {
            byte[] changed = sealed.clone();
            changed[place] ^= 1;
            assertThatThrownBy(() -> vault().unseal(changed, REF)).isInstanceOf(VaultException.class);
        });
        assertThatThrownBy(() -> vault().unseal(new byte[0], REF)).isInstanceOf(VaultException.class);
    }

    @Test
    void theSameTextIsNeverSealedAlike() {
        assertThat(vault().seal("text", REF)).isNotEqualTo(vault().seal("text", REF));
    }

    @Test
    void aSealedTextThatIsNoDocumentIsRefused() {
        for (String text : List.of("", "{", "[]", "{\"read\":\"guess\"}")) {
            assertThatThrownBy(() -> vault().unsealDocument(vault().seal(text, REF), REF))
                    .isInstanceOf(VaultException.class)
                    .hasMessageEndingWith("is not a document");
        }
    }

    @Test
    void aTokenIsOfTypeAndNumberTrimmedInUpperCase() {
        PersonToken token = vault().token("111", "36048119900220001x");

        assertThat(vault().token("111", "36048119900220001X")).isEqualTo(token);
        assertThat(vault().token("111", " \t36048119900220001x\u3000\u00A0")).isEqualTo(token);
        assertThat(vault().token("112", "36048119900220001X")).isNotEqualTo(token);
        assertThat(vault().token("111", "36048119900220002X")).isNotEqualTo(token);
        assertThat(vault().token("11", "136048119900220001X")).isNotEqualTo(token);
        assertThat(other().token("111", "36048119900220001X")).isNotEqualTo(token);
        assertThat(vault().token("990", "").value()).isNotNull();
    }

    @Test
    void aContentMacIsKeyedAndOfSixteenBytes() {
        byte[] content = "{\"seq\":1}".getBytes(StandardCharsets.UTF_8);

        assertThat(vault().contentMac(content)).hasSize(16).isEqualTo(vault().contentMac(content.clone()));
        assertThat(other().contentMac(content)).isNotEqualTo(vault().contentMac(content));
    }

    @Test
    void aPersonRefIsItsViolationsAlone() {
        UUID violation = new UUID(3, 4);

        assertThat(vault().personRef(violation)).matches("[0-9a-f]{16}").isEqualTo(vault().personRef(violation));
        assertThat(vault().personRef(new UUID(3, 5))).isNotEqualTo(vault().personRef(violation));
        assertThat(other().personRef(violation)).isNotEqualTo(vault().personRef(violation));
    }

    @Test
    void onlyWhoHasTheKeysKnowsAChannel() {
        assertThat(vault().channel("feed"))
                .matches("lingdian_[0-9a-f]{32}")
                .isEqualTo(vault().channel("feed"))
                .isNotEqualTo(vault().channel("other nodes"))
                .isNotEqualTo(other().channel("feed"));
    }

    @Test
    void manyThreadsGetTheSameTokens() {
        List<PersonToken> alone =
                numbers().map(number -> vault().token("990", number)).toList();

        assertThat(numbers()
                        .parallel()
                        .map(number -> vault().token("990", number))
                        .toList())
                .isEqualTo(alone);
    }

    @Test
    void nothingPrintsAToken() {
        PersonToken token = vault().token("111", "1");

        assertThat(token.toString()).doesNotContain(token.value().toString());
        assertThat(vault()).hasToString("Vault[" + vault().fingerprint() + "]");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(300);
    }

    @Provide
    Arbitrary<SealedRef> refs() {
        return Combinators.combine(
                        Arbitraries.of("36048110000001", "36048110000002"),
                        Arbitraries.of(STREAM, new UUID(5, 6)),
                        Arbitraries.longs().between(1, 4),
                        Arbitraries.of("identity", "quarantine", "conflict"))
                .as(SealedRef::new);
    }

    @Provide
    Arbitrary<Document> documents() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(70);
        return Combinators.combine(
                        text, text, text, text.injectNull(0.3), text.injectNull(0.3), Arbitraries.of(ReadMethod.class))
                .as(Document::new);
    }

    private static Stream<String> numbers() {
        return IntStream.range(0, 5_000).mapToObj(number -> "P" + number);
    }

    abstract KeySuite suite();

    private Vault vault() {
        return VAULTS.computeIfAbsent(suite(), VaultContract::made);
    }

    private Vault other() {
        return OTHERS.computeIfAbsent(suite(), VaultContract::made);
    }

    private static Vault made(KeySuite suite) {
        try {
            Path directory = Files.createTempDirectory("vault-test");
            Path file = directory.resolve("keys.json");
            Vault vault = new Vault(KeyRing.create(file, suite));
            Files.delete(file);
            Files.delete(directory);
            return vault;
        } catch (IOException | KeyRingException e) {
            throw new IllegalStateException(e);
        }
    }
}
