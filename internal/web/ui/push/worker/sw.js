// The service worker: shows what is pushed to this browser and leads to it. It keeps no pages and answers no requests.
"use strict";

// The site alone sends what this shows, encrypted for this browser; the address is checked all the same.
const within = (path) => {
  const url = new URL(path || "/alerts", self.location.origin);
  return url.origin === self.location.origin ? url.href : self.location.origin + "/alerts";
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));

self.addEventListener("push", (e) => {
  let told = {};
  try { told = e.data.json(); } catch { /* browsers ask that every push is shown */ }
  e.waitUntil(self.registration.showNotification(told.title || self.location.host, {
    body: told.body || "", tag: told.tag || "rozmova", lang: told.lang || "", icon: "/favicon.ico", data: { url: within(told.url) },
  }));
});

self.addEventListener("notificationclick", (e) => {
  e.notification.close();
  const url = within(e.notification.data && e.notification.data.url);
  e.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const here = open.find((c) => c.url === url);
    if (here) return here.focus();
    return self.clients.openWindow(url);
  })());
});

// The browser may change its address at the push service by itself.
self.addEventListener("pushsubscriptionchange", (e) => {
  e.waitUntil((async () => {
    const options = e.oldSubscription && e.oldSubscription.options;
    const now = e.newSubscription || (options && await self.registration.pushManager.subscribe(options));
    if (!now) return;
    const { endpoint, keys } = now.toJSON();
    await fetch(/^uk/.test(self.navigator.language) ? "/me/push" : "/en/me/push", {
      method: "POST", credentials: "same-origin", redirect: "manual", headers: { "Rozmova-Fragment": "1" },
      body: new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth }),
    });
  })());
});
