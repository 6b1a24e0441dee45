package lingdian.testing;

import java.nio.file.Path;
import lingdian.domain.document.CitizenNumber;
import lingdian.domain.document.Document;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.region.Regions;

/** Made-up documents. Check characters are computed, so that the source contains no real person's number. */
public final class MadeUpDocuments {
    public static final Regions REGIONS = Regions.load(Path.of("config/regions.csv"));
    public static final DocumentTypes TYPES = DocumentTypes.load(Path.of("config/document-types.csv"));
    public static final DocumentRules RULES = new DocumentRules(REGIONS, TYPES);

    private MadeUpDocuments() {}

    /** A number with the right check character. */
    public static String number(String county, String birthDate, String sequence) {
        String digits = county + birthDate + sequence;
        return digits + CitizenNumber.checkCharacter(digits);
    }

    /** A person from Ruichang. */
    public static String bornOn(String isoDate) {
        return number("360481", isoDate.replace("-", ""), "001");
    }

    public static Document resident(String number) {
        return new Document("111", number, "某某", null, null, ReadMethod.CHIP);
    }

    public static Document passport(String number, String birthDate) {
        return new Document("414", number, "某某", null, birthDate, ReadMethod.MANUAL);
    }
}
