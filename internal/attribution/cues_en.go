package attribution

// cuesEn: each verb with all its forms joined by slashes: past, third person, plain form, -ing.
const cuesEn = `
say said/says/say/saying told/tells/tell/telling added/adds/add/adding stated/states/state/stating announced/announces/announce/announcing
say explained/explains/explain/explaining noted/notes//noting confirmed/confirms/confirm/confirming admitted/admits/admit/admitting claimed/claims/claim/claiming
say insisted/insists/insist/insisting argued/argues/argue/arguing replied/replies/reply/replying wrote/writes//writing reported/reports//reporting
say acknowledged/acknowledges//acknowledging conceded/concedes//conceding stressed/stresses//stressing emphasised/emphasises//emphasising emphasized/emphasizes//emphasizing
say denied/denies//denying declared/declares//declaring remarked/remarks//remarking commented/comments// revealed/reveals//revealing testified/testifies/testify/testifying
say recalled/recalls//recalling continued/continues// concluded/concludes//concluding repeated/repeats// predicted/predicts//predicting alleged/alleges//alleging
say suggested/suggests//suggesting joked/jokes//joking complained/complains//complaining pledged/pledges//pledging promised/promises/promise/promising countered/counters// responded/responds//responding pointed
say warned/warns/warn/warning maintained/maintains//maintaining clarified/clarifies//clarifying agreed reiterated/reiterates// asserted/asserts//asserting advised/advises// shouted
think believed/believes/believe/believing thought/thinks/think/ hoped/hopes/hope/hoping expected/expects/expect/ feared/fears/fear/ estimated/estimates/estimate/
name called/calls/call/calling described/describes/describe/describing branded labelled dubbed
ask asked/asks/ask/asking urged/urges/urge/urging demanded/demands/demand/demanding accused/accuses/accuse/accusing begged/begs// ordered promised/promises/promise/promising pledged/pledges//
ask warned/warns/warn/warning proposed/proposes/propose/ recommended/recommends/recommend/ pleaded requested/requests//
react laughed/laughs// smiled/smiles// sighed/sighs// reacted quipped shrugged
cite citing/cites/cited/ quoted/quotes//quoting
`
