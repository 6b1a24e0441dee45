package lingdian.office.account;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.api.JsonValues;
import lingdian.office.api.Page;

/** The operations on accounts, as pages call them. */
public final class AccountCalls {
    public static final ApiOperation<List<AccountChange>> CHANGES =
            new ApiOperation<>("listAccountChanges", answer -> JsonValues.all(answer, "items", AccountChange::of));
    public static final ApiOperation<List<Colleague>> COLLEAGUES =
            new ApiOperation<>("listColleagues", answer -> JsonValues.all(answer, "items", Colleague::of));

    public static final ApiOperation<Page<AccountDetail>> LIST =
            new ApiOperation<>("listAccounts", answer -> Page.read(answer, AccountDetail::of));

    private static final ApiOperation<MadeAccount> CREATE = new ApiOperation<>("createAccount", MadeAccount::of);
    private static final ApiOperation<?> CHANGE = ApiOperation.unread("changeAccount");
    private static final ApiOperation<String> INVITE =
            new ApiOperation<>("inviteAccount", answer -> answer.getString("path"));
    private static final ApiOperation<?> RESET = ApiOperation.unread("resetSecondFactor");
    private static final ApiOperation<?> END = ApiOperation.unread("endAccount");
    private static final String ID = "id";

    private AccountCalls() {}

    /** @param invitation the path of the page on which the person sets a password, shown once */
    public record MadeAccount(UUID id, String invitation) {
        private static MadeAccount of(JsonObject json) {
            return new MadeAccount(
                    JsonValues.id(json, ID), json.getJsonObject("invitation").getString("path"));
        }

        @Override
        public String toString() {
            return "MadeAccount[" + id + "]"; // an invitation is a secret
        }
    }

    /** Newest first. @param part of a name, or the place code of an operator's café */
    public static ApiRequest<Page<AccountDetail>> list(String part, String cursor, int limit) {
        return LIST.request().query("q", part).query("cursor", cursor).query("limit", limit);
    }

    /** A page of one, or of none. */
    public static ApiRequest<Page<AccountDetail>> one(UUID id) {
        return LIST.request().query(ID, id);
    }

    /** @param rights with the name and the sign-in name of a person */
    public static ApiRequest<MadeAccount> create(JsonObject rights) {
        return CREATE.request().body(rights);
    }

    public static ApiRequest<?> change(UUID id, JsonObject rights) {
        return CHANGE.on(ID, id).body(rights);
    }

    /** Answers with the path of the invitation, which is shown once. */
    public static ApiRequest<String> invite(UUID id) {
        return INVITE.on(ID, id);
    }

    public static ApiRequest<?> resetSecondFactor(UUID id) {
        return RESET.on(ID, id);
    }

    public static ApiRequest<?> end(UUID id) {
        return END.on(ID, id);
    }
}
