package lingdian.access.account;

import lingdian.access.signin.Session;

/** A person who is signed in and looks at a page: their account, and the session that let them in. */
public record Sitting(Account account, Session session) {
    @Override
    public String toString() {
        return "Sitting[" + account + "]"; // the session is a secret
    }
}
