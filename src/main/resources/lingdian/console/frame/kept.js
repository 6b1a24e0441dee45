// @ts-check
// What a person has typed and not sent yet, and the round of tonight: kept in this browser's IndexedDB, so that it survives a
// restart of the phone. It belongs to one person, and ends in all tabs when that person signs out or another signs in.
"use strict";

/**
 * @typedef {{ key: string, at: number, fields: [string, string, boolean | null][], body: [string, any][], waiting: boolean,
 *   fault: string, action: string, page: string, title: string, epoch?: string }} Draft
 * @typedef {{ id: string, of: string, at: number, name: string, picture: string, blob: Blob, full?: string, epoch?: string }} Photo
 */

const Kept = (() => {
  const DAY_MILLIS = 86_400_000;
  const DRAFT_DAYS = 14;
  const ROUND_MILLIS = 16 * 3_600_000;
  const DRAFTS_MAX = 50;
  const PHOTOS_MAX = 120;
  const STORES = ["person", "drafts", "photos", "round"];
  const person = document.body.dataset.person;
  const channel = new BroadcastChannel("lingdian");
  let ended = false;
  let epoch = "";

  /** @type {Promise<IDBDatabase>} */
  const database = new Promise((done, failed) => {
    const opening = indexedDB.open("lingdian", 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("person");
      opening.result.createObjectStore("drafts", { keyPath: "key" });
      opening.result.createObjectStore("photos", { keyPath: "id" }).createIndex("of", "of");
      opening.result.createObjectStore("round");
    };
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });

  /** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
  function answer(request) {
    return new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  }

  /** @param {string} store @returns {Promise<IDBObjectStore>} */
  async function reading(store) {
    await ready;
    return (await database).transaction(store).objectStore(store);
  }

  // Committed at once: the page may be left in the next moment.
  /** @param {string[]} stores @param {(transaction: IDBTransaction) => void} change @returns {Promise<void>} */
  async function write(stores, change) {
    await ready;
    if (!ended) {
      await changed((await database).transaction(stores, "readwrite"), change);
    }
  }

  /** @param {IDBTransaction} transaction @param {(transaction: IDBTransaction) => void} change @returns {Promise<void>} */
  function changed(transaction, change) {
    return new Promise((done, failed) => {
      transaction.oncomplete = () => done();
      transaction.onabort = () => failed(transaction.error);
      change(transaction);
      transaction.commit();
    });
  }

  // Things of another person, of before a sign-out, or too old are removed before anything is read.
  const ready = begin();
  ready.catch(() => {}); // a browser that keeps nothing: every call fails by itself

  async function begin() {
    const all = (await database).transaction(STORES, "readwrite");
    const known = await answer(all.objectStore("person").get("id"));
    const term = await answer(all.objectStore("person").get("epoch"));
    epoch = term ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
    if (person !== undefined && known !== person) {
      STORES.forEach((store) => all.objectStore(store).clear());
      all.objectStore("person").put(person, "id");
    }
    if (person !== undefined || term !== undefined) {
      all.objectStore("person").put(epoch, "epoch");
    }
    await removeOld(all);
    all.commit();
  }

  /** @template {{ epoch?: string } | undefined} T @param {T} one @returns {T | undefined} */
  function own(one) {
    return one !== undefined && one.epoch === epoch ? one : undefined;
  }

  /** @param {IDBTransaction} all */
  async function removeOld(all) {
    const now = Date.now();
    const drafts = await answer(all.objectStore("drafts").getAll());
    const photos = await answer(all.objectStore("photos").getAll());
    const round = await answer(all.objectStore("round").get("tonight"));
    const old = (/** @type {{ at: number, epoch?: string }} */ one) => one.epoch !== epoch || one.at < now - DRAFT_DAYS * DAY_MILLIS;
    const written = drafts.filter((one) => !one.waiting).sort((one, other) => other.at - one.at);
    for (const one of [...drafts.filter(old), ...written.slice(DRAFTS_MAX)]) {
      all.objectStore("drafts").delete(one.key);
    }
    for (const one of photos.filter(old)) {
      all.objectStore("photos").delete(one.id);
    }
    if (round !== undefined && (round.epoch !== epoch || round.keptAt < now - ROUND_MILLIS)) {
      all.objectStore("round").delete("tonight");
    }
  }

  // The next sign-in begins a new term, so that what a sleeping tab writes late is never read.
  async function end() {
    ended = true;
    await changed((await database).transaction(STORES, "readwrite"), (all) =>
      STORES.forEach((store) => all.objectStore(store).clear()),
    );
  }

  channel.addEventListener("message", (event) => {
    if (event.data === "signed-out") {
      ended = true;
      location.replace("/sign-in");
    }
  });

  return {
    ready,
    end: async () => {
      await end();
      channel.postMessage("signed-out");
    },
    /** The account to which all of this belongs; undefined if nothing is kept. @returns {Promise<string | undefined>} */
    person: async () => answer((await reading("person")).get("id")),
    /** @param {string} key @returns {Promise<Draft | undefined>} */
    draft: async (key) => own(await answer((await reading("drafts")).get(key))),
    /** @returns {Promise<Draft[]>} */
    drafts: async () => (await answer((await reading("drafts")).getAll())).filter(own),
    /** @param {Draft} draft */
    keep: (draft) => write(["drafts"], (all) => void all.objectStore("drafts").put({ ...draft, epoch })),
    /** @param {string} key */
    drop: (key) => write(["drafts"], (all) => void all.objectStore("drafts").delete(key)),
    /** @param {string} of @returns {Promise<Photo[]>} */
    photos: async (of) => (await answer((await reading("photos")).index("of").getAll(of))).filter(own),
    /** @returns {Promise<Photo[]>} */
    allPhotos: async () => (await answer((await reading("photos")).getAll())).filter(own),
    /** @param {Photo} photo @returns {Promise<boolean>} false if the phone keeps too many already */
    keepPhoto: async (photo) => {
      if ((await answer((await reading("photos")).count())) >= PHOTOS_MAX) {
        return false;
      }
      await write(["photos"], (all) => void all.objectStore("photos").put({ ...photo, epoch }));
      return true;
    },
    /** @param {string} id */
    dropPhoto: (id) => write(["photos"], (all) => void all.objectStore("photos").delete(id)),
    /** @returns {Promise<any>} */
    round: async () => own(await answer((await reading("round")).get("tonight"))),
    /** @param {any} round */
    keepRound: (round) =>
      write(["round"], (all) => void all.objectStore("round").put({ ...round, keptAt: Date.now(), epoch }, "tonight")),
    /** @returns {Promise<any>} */
    team: async () => own(await answer((await reading("round")).get("team"))),
    /** @param {any} team */
    keepTeam: (team) => write(["round"], (all) => void all.objectStore("round").put({ ...team, epoch }, "team")),
  };
})();
