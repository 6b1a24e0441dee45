package lingdian.office.inspection;

import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import lingdian.access.account.Refused;
import lingdian.office.inspection.SiteSignature.Signer;
import org.jspecify.annotations.Nullable;

/**
 * A signature as it is sent. An officer signs by being signed in; the café's person draws on the officer's screen.
 *
 * @param version of the record that the signer saw
 * @param said what stands beside it
 * @param drawing of the café's person
 */
record SignatureRequest(
        Signer signer,
        int version,
        JsonObject said,
        @Nullable String drawing) {
    private static final int DRAWING_BYTES_MAX = 64 * 1024;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** Reads a body that conforms to the OpenAPI document. */
    static SignatureRequest of(JsonObject body) {
        Signer signer = Signer.of(body.getString("as"));
        var said = new JsonObject();
        for (String field : fields(signer)) {
            said.put(field, body.getString(field));
        }
        needed(body, needed(signer));
        return new SignatureRequest(
                signer, body.getInteger("version"), said, signer == Signer.PERSON ? drawing(body) : null);
    }

    private static List<String> fields(Signer signer) {
        return switch (signer) {
            case OFFICER -> List.of("certificate");
            case PERSON -> List.of("name", "duty", "opinion");
            case REFUSED -> List.of("reason", "witness");
        };
    }

    private static List<String> needed(Signer signer) {
        return switch (signer) {
            case OFFICER -> List.of("certificate");
            case PERSON -> List.of("name", "opinion", "drawing");
            case REFUSED -> List.of("reason");
        };
    }

    private static void needed(JsonObject body, List<String> fields) {
        for (String field : fields) {
            String text = body.getString(field);
            if (text == null || text.isBlank()) {
                throw Refused.body("/" + field, "is required for this signature");
            }
        }
    }

    private static String drawing(JsonObject body) {
        String drawing = body.getString("drawing");
        byte[] picture;
        try {
            picture = Base64.getDecoder().decode(drawing);
        } catch (IllegalArgumentException malformed) {
            throw Refused.body("/drawing", "expected base64");
        }
        if (picture.length > DRAWING_BYTES_MAX || picture.length < PNG.length || !begins(picture)) {
            throw Refused.body("/drawing", "expected a PNG picture of at most 64 KiB");
        }
        return drawing;
    }

    private static boolean begins(byte[] picture) {
        for (int i = 0; i < PNG.length; i++) {
            if (picture[i] != PNG[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "SignatureRequest[" + signer + "]"; // it names a person
    }
}
