package lingdian.office.audit;

import io.vertx.core.json.JsonObject;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.Page;

/** The operations on checkpoints, the keys that sign them, and integrity incidents, as pages call them. */
public final class IntegrityCalls {
    public static final ApiOperation<Incidents> INCIDENTS = new ApiOperation<>("listIntegrityIncidents", Incidents::of);
    public static final ApiOperation<Page<CheckpointSummary>> CHECKPOINTS =
            new ApiOperation<>("listCheckpoints", answer -> Page.read(answer, CheckpointSummary::of));
    public static final ApiOperation<CheckpointSummary> CHECKPOINT =
            new ApiOperation<>("getCheckpoint", CheckpointSummary::of);
    private static final ApiOperation<Page<CosigningKeySummary>> KEYS =
            new ApiOperation<>("listCosigningKeys", answer -> Page.read(answer, CosigningKeySummary::of));
    public static final ApiOperation<?> APPROVE_KEY = ApiOperation.unread("approveCosigningKey");
    public static final ApiOperation<?> REGISTER_KEY = ApiOperation.unread("registerCosigningKey");
    public static final ApiOperation<?> SIGN = ApiOperation.unread("cosignCheckpoint");

    private IntegrityCalls() {}

    public static ApiRequest<Page<CheckpointSummary>> checkpoints(String cursor, int limit) {
        return CHECKPOINTS.request().query("cursor", cursor).query("limit", limit);
    }

    /** Newest first. */
    public static ApiRequest<Incidents> incidents(int limit) {
        return INCIDENTS.request().query("limit", limit);
    }

    /**
     * Oldest first.
     *
     * @param state {@code pending} or {@code approved}; empty for all
     */
    public static ApiRequest<Page<CosigningKeySummary>> keys(String state, String cursor, int limit) {
        return KEYS.request().query("state", state).query("cursor", cursor).query("limit", limit);
    }

    public static ApiRequest<CheckpointSummary> checkpoint(String number) {
        return CHECKPOINT.on("number", number);
    }

    public static ApiRequest<?> approveKey(UUID id) {
        return APPROVE_KEY.on("id", id);
    }

    /** @param publicKey in PEM */
    public static ApiRequest<?> registerKey(String publicKey) {
        return REGISTER_KEY.request().body(new JsonObject().put("publicKey", publicKey));
    }

    /** @param signature in base64, of the checkpoint's text */
    public static ApiRequest<?> sign(String number, String fingerprint, String signature) {
        return SIGN.on("number", number)
                .body(new JsonObject().put("fingerprint", fingerprint).put("signature", signature));
    }
}
