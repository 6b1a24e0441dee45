package lingdian.law.judge;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.NetworkIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Persons by name: each {@code adult}, {@code minor}, {@code malformed} and {@code expired} with whatever follows in the
 * name ({@code adult7}) is another one. Others are described, a {@code ?} standing for the right check character:
 *
 * <pre>
 * person lea 111 36048120080229001?
 * person hans 414 C01X00T47 born 1990-01-01 valid 2026-06-30
 * person wang net-id W-1 adult  (a network identity; without "adult" of a minor, with - for its number none)
 * registry lea                  (she is registered; also: registry lea other name, registry lea revoked, or both)
 * verifier lea confirmed        (what an outside verifier says of her: a word of {@link Confirmation}; unless given, nothing)
 * </pre>
 */
final class ScenarioPersons {
    private final Map<String, Credential> documents = new HashMap<>();
    private final Map<Credential, Confirmation> confirmations = new HashMap<>();
    private final Map<Credential, Registration> registry = new HashMap<>();

    /** Whether the line describes a person. */
    boolean describe(String line) {
        List<String> words = List.of(line.split(" "));
        if (words.getFirst().equals("verifier")) {
            confirmations.put(document(words.get(1)), confirmation(words.get(2)));
            return true;
        }
        if (words.getFirst().equals("registry")) {
            boolean otherName = line.contains(" other name");
            registry.put(document(words.get(1)), new Registration(true, otherName, line.contains(" revoked")));
            return true;
        }
        if (!words.getFirst().equals("person")) {
            return false;
        }
        documents.put(words.get(1), described(words));
        return true;
    }

    Credential document(String name) {
        return documents.computeIfAbsent(name, this::madeUp);
    }

    Identity identity(Credential document) {
        return Documents.identity(document)
                .with(registry.getOrDefault(document, Registration.NONE))
                .with(confirmations.getOrDefault(document, Confirmation.NO_ANSWER));
    }

    private static Credential described(List<String> words) {
        String number = words.get(3);
        return words.get(2).equals(NetworkIdentity.TYPE)
                ? new NetworkIdentity(
                        number.equals("-") ? null : number, words.contains("adult"), after("valid", words), null)
                : Documents.document(words.get(2), number, after("born", words), after("valid", words));
    }

    private Document madeUp(String name) {
        String sequence = String.format(Locale.ROOT, "%03d", documents.size() + 1);
        return switch (name.replaceAll("\\d+$", "")) {
            case "adult" -> Documents.document("111", "36048119900101" + sequence + "?", null, null);
            case "minor" -> Documents.document("111", "36048120120301" + sequence + "?", null, null);
            case "malformed" -> Documents.document("990", "M-" + sequence, null, null);
            case "expired" -> Documents.document("111", "36048119900101" + sequence + "?", null, "2020-01-01");
            default -> throw new IllegalArgumentException("nobody is called " + name);
        };
    }

    private static Confirmation confirmation(String wire) {
        return Arrays.stream(Confirmation.values())
                .filter(one -> one.wire().equals(wire))
                .findAny()
                .orElseThrow();
    }

    private static @Nullable String after(String word, List<String> words) {
        int at = words.indexOf(word);
        return at < 0 ? null : words.get(at + 1);
    }
}
