package lingdian.regulator;

/** Who was let in, and by what. */
record Admission(Account account, Right right) {}
