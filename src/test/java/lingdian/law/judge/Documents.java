package lingdian.law.judge;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import lingdian.domain.document.CitizenNumber;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.region.Regions;
import lingdian.law.json.RulesFile;
import lingdian.platform.settings.ConfigDirectory;
import org.jspecify.annotations.Nullable;

/** Documents as the judge gets them, and the configuration that it is run with. */
final class Documents {
    private static final Path CONFIG = Path.of("config");
    private static final DocumentRules DOCUMENT_RULES = new DocumentRules(
            Regions.load(CONFIG.resolve("regions.csv")), DocumentTypes.load(CONFIG.resolve("document-types.csv")));

    /** The rules in force. */
    static final Rules RULES =
            ConfigDirectory.find(CONFIG).read("rules.yaml", RulesFile.class).toRules();

    private Documents() {}

    static Identity identity(Credential document) {
        String number = document.identifier().strip().toUpperCase(Locale.ROOT);
        String key = document.type() + "|" + number;
        UUID value = number.isEmpty()
                ? UUID.randomUUID() // without a number it tells nobody
                : UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
        return new Identity(new PersonToken(value), DOCUMENT_RULES.form(document));
    }

    /** @param number a final {@code ?} stands for the right check character */
    static Document document(String type, String number, @Nullable String birthDate, @Nullable String validUntil) {
        String checked = number.endsWith("?")
                ? number.substring(0, number.length() - 1) + CitizenNumber.checkCharacter(number)
                : number;
        return new Document(type, checked, "某某", validUntil, birthDate, ReadMethod.CHIP);
    }
}
