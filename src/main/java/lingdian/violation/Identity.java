package lingdian.violation;

import lingdian.identity.DocumentForm;
import lingdian.identity.PersonToken;

/** The person of a login, as far as the judge needs to know. */
public record Identity(PersonToken token, DocumentForm form) {}
