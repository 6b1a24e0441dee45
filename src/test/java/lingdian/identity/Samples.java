package lingdian.identity;

import java.nio.file.Path;

/** Made-up documents: their check characters are computed, so that no number of a real person is written down. */
final class Samples {
    static final Regions REGIONS = Regions.load(Path.of("config/regions.csv"));
    static final DocumentTypes TYPES = DocumentTypes.load(Path.of("config/document-types.csv"));
    static final DocumentRules RULES = new DocumentRules(REGIONS, TYPES);

    private Samples() {}

    /** A number with the right check character. */
    static String number(String county, String birthDate, String sequence) {
        String digits = county + birthDate + sequence;
        return digits + CitizenNumber.checkCharacter(digits);
    }

    /** Someone of Ruichang. */
    static String bornOn(String isoDate) {
        return number("360481", isoDate.replace("-", ""), "001");
    }

    static Document resident(String number) {
        return new Document("111", number, "某某", null, null, ReadMethod.CHIP);
    }

    static Document passport(String number, String birthDate) {
        return new Document("414", number, "某某", null, birthDate, ReadMethod.MANUAL);
    }
}
