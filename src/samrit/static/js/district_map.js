/* The map of a district: set its point, draw its outline, drag what stands. The fields of the form hold the values;
   without scripts, and by keyboard, they are typed there. Nothing is fetched: there are no tiles, only what we know. */
"use strict";

for (const tool of document.querySelectorAll("[data-map]")) {
  tool.hidden = false;
  const known = JSON.parse(document.getElementById(tool.dataset.map).textContent);
  const box = tool.querySelector(".map"), said = tool.querySelector("[data-said]");
  const field = (name) => document.getElementById(`id_${name}`);
  const drawing = Boolean(field("shape"));
  const map = L.map(box, { attributionControl: false, zoomControl: false, minZoom: 9, maxZoom: 19 });
  L.control.zoom({ zoomInTitle: box.dataset.in, zoomOutTitle: box.dataset.out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  const dot = (at, css, size, options = {}) =>
    L.marker(at, { icon: L.divIcon({ className: css, iconSize: [size, size] }), keyboard: false, ...options });

  for (const khet of known.khets) {
    const name = document.createElement("span");
    name.textContent = khet.name;
    L.marker(khet.at, { icon: L.divIcon({ className: "khet", html: name, iconSize: null }), interactive: false, keyboard: false }).addTo(map);
  }
  for (const other of known.others) {
    if (other.shape) L.geoJSON(other.shape, { className: "other" }).bindTooltip(other.name).addTo(map);
    else dot(other.at, "corner", 12).bindTooltip(other.name).addTo(map);
  }

  // names of khets that would lie on one another are left out until one comes nearer
  const apart = () => {
    const taken = [];
    for (const name of box.querySelectorAll(".khet")) {
      name.classList.remove("khet-under");
      const here = name.firstElementChild.getBoundingClientRect();
      const free = taken.every((other) => here.right < other.left || here.left > other.right || here.bottom < other.top || here.top > other.bottom);
      if (free) taken.push(here);
      else name.classList.add("khet-under");
    }
  };
  map.on("zoomend", apart);
  document.fonts?.ready.then(apart);

  const number = (text) => Number(text.replace(/[๐-๙]/g, (sign) => "๐๑๒๓๔๕๖๗๘๙".indexOf(sign)));
  const rounded = (at) => [at.lat.toFixed(5), at.lng.toFixed(5)];
  let corners = [], other = null, point = null, mode = "point";
  const layer = L.layerGroup().addTo(map);

  const read = () => {
    const at = drawing ? [number(field("latitude").value), number(field("longitude").value)] : known.at;
    const typed = drawing && field("latitude").value.trim() && field("longitude").value.trim();
    point = (drawing ? typed && at.every(Number.isFinite) : at) ? L.latLng(at) : null;
    const text = drawing ? field("shape").value.trim() : "";
    corners = [];
    other = drawing ? null : known.shape;
    if (text.startsWith("{")) { try { other = JSON.parse(text); } catch { other = null; } return; }
    for (const line of text.split("\n")) {
      const [lat, lng] = line.split(/[,;\s]+/).filter(Boolean).map(number);
      if (Number.isFinite(lat) && Number.isFinite(lng)) corners.push(L.latLng(lat, lng));
    }
  };
  const write = () => {
    if (point) [field("latitude").value, field("longitude").value] = rounded(point);
    if (!other) field("shape").value = corners.map((at) => rounded(at).join(", ")).join("\n");
    field("shape").dispatchEvent(new Event("input", { bubbles: true }));
  };
  const draw = () => {
    layer.clearLayers();
    if (other) { try { L.geoJSON(other, { className: "outline" }).addTo(layer); } catch { /* said on saving */ } }
    const line = corners.length > 1 ? (corners.length > 2 ? L.polygon : L.polyline)(corners, { className: "outline" }).addTo(layer) : null;
    corners.forEach((at, place) => {
      const mark = dot(at, "corner", 16, { draggable: true, title: `${box.dataset.corner} ${place + 1}` }).addTo(layer);
      mark.on("drag", () => { corners[place] = mark.getLatLng(); if (line) line.setLatLngs(corners); });
      mark.on("dragend", write);
    });
    if (point) {
      const mark = dot(point, "here", 18, { draggable: drawing, title: box.dataset.here }).addTo(layer);
      mark.on("dragend", () => { point = mark.getLatLng(); write(); });
    }
  };
  const put = (at) => {
    if (mode === "point") point = at;
    else { other = null; corners.push(at); }
    write();
    draw();
    said.textContent = rounded(at).join(", ");
  };

  read();
  const around = L.featureGroup([...(point ? [L.marker(point)] : []), ...corners.map((at) => L.marker(at)), ...(other ? [L.geoJSON(other)] : [])]);
  if (around.getLayers().length) map.fitBounds(around.getBounds().pad(0.3), { maxZoom: 16, animate: false });
  else map.setView([13.7563, 100.5018], 11);
  draw();
  apart();
  if (!drawing) continue;

  map.on("click", (event) => put(event.latlng));
  for (const name of ["latitude", "longitude", "shape"]) field(name).addEventListener("change", () => { read(); draw(); });
  for (const button of tool.querySelectorAll("[data-mode]")) {
    button.addEventListener("click", () => {
      mode = button.dataset.mode;
      for (const each of tool.querySelectorAll("[data-mode]")) each.setAttribute("aria-pressed", String(each === button));
    });
  }
  const acts = {
    centre: () => put(map.getCenter()),
    undo: () => { corners.pop(); write(); draw(); },
    clear: () => { corners = []; other = null; write(); draw(); },
  };
  for (const button of tool.querySelectorAll("[data-do]")) button.addEventListener("click", acts[button.dataset.do]);
}
